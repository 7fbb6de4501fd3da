package dev.eddy.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;

/// Several Kafka nodes in this process, each controller and broker, every internal topic on each.
final class EmbeddedCluster implements AutoCloseable {

  private final List<KraftNode> nodes = new ArrayList<>();
  private final String bootstrapServers;

  /// Starts a cluster on a new folder.
  EmbeddedCluster(Path folder, int size) {
    List<int[]> ports = IntStream.range(0, size).mapToObj(n -> EmbeddedKafka.freePorts()).toList();
    String voters =
        IntStream.range(0, size)
            .mapToObj(n -> (n + 1) + "@127.0.0.1:" + ports.get(n)[1])
            .collect(Collectors.joining(","));
    String cluster = Uuid.randomUuid().toString();
    for (int n = 0; n < size; n++) {
      Path log = folder.resolve("node-" + (n + 1));
      EmbeddedKafka.format(log, n + 1, cluster);
      Map<String, Object> properties =
          EmbeddedKafka.properties(log, n + 1, ports.get(n)[0], ports.get(n)[1]);
      properties.put("controller.quorum.voters", voters);
      String copies = Integer.toString(size);
      properties.put("offsets.topic.replication.factor", copies);
      properties.put("transaction.state.log.replication.factor", copies);
      properties.put("transaction.state.log.min.isr", Integer.toString(size / 2 + 1));
      nodes.add(new KraftNode(new KafkaConfig(properties, false)));
    }
    bootstrapServers =
        ports.stream().map(pair -> "127.0.0.1:" + pair[0]).collect(Collectors.joining(","));
    together(KraftNode::start); // a controller alone finds no quorum
  }

  private void together(Consumer<KraftNode> action) {
    CompletableFuture.allOf(
            nodes.stream()
                .map(
                    node ->
                        CompletableFuture.runAsync(
                            () -> action.accept(node), task -> Thread.ofPlatform().start(task)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    together(KraftNode::stop);
  }
}
