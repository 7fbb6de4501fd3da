package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Topics at the start: created as they must be, and refused where they are not.
@TestInstance(Lifecycle.PER_CLASS)
class TopicsIT {

  @TempDir static Path folder;

  private Admin admin;

  @BeforeAll
  void start() {
    admin =
        Admin.create(
            Map.of("bootstrap.servers", SharedKafka.namespace("topics").bootstrapServers()));
  }

  @AfterAll
  void stop() {
    admin.close();
  }

  private static RunningEddy startIn(SharedKafka kafka) {
    return RunningEddy.start(kafka, folder.resolve(kafka.topic("state")), Map.of());
  }

  private void create(String topic, int partitions, Map<String, String> config) throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic(topic, Optional.of(partitions), Optional.<Short>empty())
                    .configs(config)))
        .all()
        .get();
  }

  @ParameterizedTest
  @CsvSource({
    "compacted, ratings, compact, LogAppendTime, cleanup.policy=delete",
    "deleted, items, delete, LogAppendTime, cleanup.policy=compact",
    "factors, item-factors-g1, delete, CreateTime, cleanup.policy=compact",
    "stamped, ratings, delete, CreateTime, message.timestamp.type=LogAppendTime"
  })
  void shouldRefuseATopicWithAWrongPolicyAndSayWhatToDo(
      String namespace, String topic, String cleanup, String stamp, String remedy)
      throws Exception {
    SharedKafka kafka = SharedKafka.namespace(namespace);
    create(
        kafka.topic(topic),
        4,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            cleanup,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            stamp));
    assertThatThrownBy(() -> startIn(kafka))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("topic " + kafka.topic(topic))
        .hasMessageContaining("--add-config " + remedy);
  }

  @Test
  void shouldRefuseTopicsThatArePartitionedDifferently() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("uneven");
    create(
        kafka.names().users(),
        3,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            "compact",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime"));
    assertThatThrownBy(() -> startIn(kafka))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("same number of partitions")
        .hasMessageContaining("uneven-users=3");
  }

  @Test
  void shouldTakeItsPartitionsFromRatingsThatAreThere() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("wide");
    create(
        kafka.names().ratings(),
        7,
        Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    try (RunningEddy eddy = startIn(kafka)) {
      assertThat(eddy.engine().tasks().partitions()).isEqualTo(7);
      assertThat(
              admin
                  .describeTopics(List.of(kafka.names().exposures(), kafka.names().itemDeltas()))
                  .allTopicNames()
                  .get()
                  .values())
          .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(7));
    }
  }

  @Test
  void shouldRefuseAStateFolderThatAnotherInstanceUses() {
    SharedKafka kafka = SharedKafka.namespace("shared");
    try (RunningEddy first = startIn(kafka)) {
      assertThat(first.engine().readiness().isReady()).isTrue();
      assertThatThrownBy(() -> startIn(kafka))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(folder.resolve("shared-state").toString())
          .hasMessageContaining("give this one its own folder");
    }
  }

  @Test
  void shouldCreateWhatIsMissingAndAcceptItTheNextTime() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("new");
    startIn(kafka).close();
    ConfigResource factors =
        new ConfigResource(ConfigResource.Type.TOPIC, kafka.names().itemFactors());
    ConfigResource ratings = new ConfigResource(ConfigResource.Type.TOPIC, kafka.names().ratings());
    var configs = admin.describeConfigs(List.of(factors, ratings)).all().get();
    assertThat(configs.get(factors).get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
        .isEqualTo("compact");
    assertThat(configs.get(ratings).get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
        .isEqualTo("delete");
    assertThat(configs.get(ratings).get(TopicConfig.RETENTION_MS_CONFIG).value()).isEqualTo("-1");
    startIn(kafka).close();
  }
}
