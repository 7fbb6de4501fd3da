package dev.eddy.app.demo.broker;

import dev.eddy.app.demo.DemoBroker;
import dev.eddy.app.settings.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.MetadataVersion;

/// A real Kafka broker in this process: one node, KRaft, reachable on loopback only.
///
/// Its log lies in a folder; started again on the same folder it goes on where it was, on other
/// ports.
public final class EmbeddedKafka implements DemoBroker {

  private static final int NODE = 1;
  private static final String LOOPBACK = "127.0.0.1";

  private final KraftNode node;
  private final String bootstrapServers;

  private EmbeddedKafka(KraftNode node, String bootstrapServers) {
    this.node = node;
    this.bootstrapServers = bootstrapServers;
  }

  /// Starts a broker on a folder, which is formatted if it is new.
  public static EmbeddedKafka start(Path folder) {
    return start(folder, freePorts());
  }

  /// Starts a broker on a folder and on two ports of the caller's choice.
  ///
  /// @param ports that of clients, that of the controller
  public static EmbeddedKafka start(Path folder, int[] ports) {
    Map<String, Object> properties = properties(folder, NODE, ports[0], ports[1]);
    format(folder, NODE, Uuid.randomUuid().toString());
    KraftNode node = new KraftNode(new KafkaConfig(properties, false));
    node.start();
    return new EmbeddedKafka(node, LOOPBACK + ":" + ports[0]);
  }

  /// Returns the settings of a node that is alone.
  public static Map<String, Object> properties(
      Path folder, int id, int brokerPort, int controllerPort) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(id));
    properties.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
            .formatted(LOOPBACK, brokerPort, LOOPBACK, controllerPort));
    properties.put("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + brokerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.quorum.voters", id + "@" + LOOPBACK + ":" + controllerPort);
    properties.put("log.dirs", folder.toString());
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("auto.create.topics.enable", "false");
    // A killed instance's transaction must not hold the next one back for long.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    properties.put("log.cleaner.dedupe.buffer.size", Long.toString(16L << 20));
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }

  /// Prepares a folder for a node, if it is new.
  public static void format(Path folder, int id, String cluster) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      Files.createDirectories(folder);
      new Formatter()
          .setPrintStream(out)
          .setNodeId(id)
          .setClusterId(cluster)
          .setControllerListenerName("CONTROLLER")
          .setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (FormatterException e) {
      throw new UsageException(
          "the folder " + folder + " cannot be formatted for Kafka: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    } catch (Exception e) { // the formatter declares it
      throw new IllegalStateException(
          "formatting " + folder + " failed: " + said.toString(StandardCharsets.UTF_8), e);
    }
  }

  /// Returns two ports that nobody listens on now.
  public static int[] freePorts() {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + LOOPBACK, e);
    }
  }

  @Override
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    node.stop();
  }
}
