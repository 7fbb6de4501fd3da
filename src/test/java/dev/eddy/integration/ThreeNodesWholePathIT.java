package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.fixture.EmbeddedCluster;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/// The whole path on three nodes of Kafka, every topic on each.
class ThreeNodesWholePathIT extends WholePathContract {

  private static final int NODES = 3;

  private EmbeddedCluster kafka;

  @Override
  String startBroker() {
    kafka = new EmbeddedCluster(folder.resolve("kafka"), NODES);
    return kafka.bootstrapServers();
  }

  @Override
  Map<String, String> settings() {
    return Map.of("stream.replication", Integer.toString(NODES));
  }

  @Override
  void stopBroker() {
    kafka.close();
  }

  @Test
  void shouldKeepEachTopicOnEachNode() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.describeCluster().nodes().get()).hasSize(NODES);
      var topics = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
      assertThat(topics)
          .containsKeys(
              "ratings", "item-deltas-g1", "item-choices-g1", "eddy-g1-user-history-changelog");
      topics
          .values()
          .forEach(
              topic ->
                  assertThat(topic.partitions())
                      .as(topic.name())
                      .allSatisfy(partition -> assertThat(partition.isr()).hasSize(NODES)));
    }
  }
}
