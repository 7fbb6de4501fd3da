package dev.eddy.app.demo.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/// Kafka's controller and broker as one node, the controller started first and the broker only
/// once the controller has fenced the broker's former life.
///
/// Kafka's own server starts both at once. After a `kill -9` the broker then finds itself still
/// in office in the old metadata, loads the transactions that were open, and tries to end them.
/// It does not reach itself yet, and when the controller fences the former life, partitions
/// without a leader count as deleted: their end markers are skipped, and every reader of
/// committed records waits for ever (Kafka 4.3.1, `TransactionMarkerChannelManager`). With
/// replicas another broker leads meanwhile; a single node has to wait.
public final class KraftNode {

  private static final int FENCED_LIMIT_S = 60;

  private final KafkaConfig config;
  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;

  /// Prepares a node on formatted folders.
  public KraftNode(KafkaConfig config) {
    this.config = config;
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders =
        KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KraftNode.class), "");
    Metrics metrics =
        Server$.MODULE$.initializeMetrics(
            config, Time.SYSTEM, folders._1().clusterId().orElseThrow());
    shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    broker = new BrokerServer(shared);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
  }

  /// Starts the controller and then the broker; after an unclean end this takes the broker's
  /// session timeout.
  public void start() {
    try {
      controller.startup();
      awaitFenced();
      broker.startup();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void awaitFenced() {
    Fence fence = new Fence(config.nodeId());
    try {
      shared.loader().installPublishers(List.of(fence)).get(FENCED_LIMIT_S, TimeUnit.SECONDS);
      fence.fenced.get(FENCED_LIMIT_S, TimeUnit.SECONDS);
      shared.loader().removeAndClosePublisher(fence).get(FENCED_LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the controller started", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the controller did not fence the broker's previous run", e);
    }
  }

  /// Stops the broker and then the controller.
  public void stop() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /// Waits for metadata in which the broker does not serve.
  private static final class Fence implements MetadataPublisher {

    private final CompletableFuture<Void> fenced = new CompletableFuture<>();
    private final int node;

    Fence(int node) {
      this.node = node;
    }

    @Override
    public String name() {
      return "fence";
    }

    @Override
    public void onMetadataUpdate(
        MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
      if (image.cluster().broker(node) == null || image.cluster().broker(node).fenced()) {
        fenced.complete(null);
      }
    }

    @Override
    public void close() {} // there is nothing to free
  }
}
