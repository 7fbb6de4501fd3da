package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private EmbeddedKafka kafka;
  private Admin admin;

  @BeforeAll
  void start() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  void stop() {
    admin.close();
    kafka.close();
  }

  private RunningEddy startIn(String namespace) {
    return RunningEddy.start(
        kafka.bootstrapServers(),
        folder.resolve("state-" + namespace),
        Map.of("stream.namespace", namespace));
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
    "compacted-, ratings, compact, LogAppendTime, cleanup.policy=delete",
    "deleted-, items, delete, LogAppendTime, cleanup.policy=compact",
    "factors-, item-factors-g1, delete, CreateTime, cleanup.policy=compact",
    "stamped-, ratings, delete, CreateTime, message.timestamp.type=LogAppendTime"
  })
  void shouldRefuseATopicWithAWrongPolicyAndSayWhatToDo(
      String namespace, String topic, String cleanup, String stamp, String remedy)
      throws Exception {
    create(
        namespace + topic,
        4,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            cleanup,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            stamp));
    assertThatThrownBy(() -> startIn(namespace))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("topic " + namespace + topic)
        .hasMessageContaining("--add-config " + remedy);
  }

  @Test
  void shouldRefuseTopicsThatArePartitionedDifferently() throws Exception {
    create(
        "uneven-users",
        3,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            "compact",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime"));
    assertThatThrownBy(() -> startIn("uneven-"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("same number of partitions")
        .hasMessageContaining("uneven-users=3");
  }

  @Test
  void shouldTakeItsPartitionsFromRatingsThatAreThere() throws Exception {
    create("wide-ratings", 7, Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    try (RunningEddy eddy = startIn("wide-")) {
      assertThat(eddy.engine().tasks().partitions()).isEqualTo(7);
      assertThat(
              admin
                  .describeTopics(List.of("wide-exposures", "wide-item-deltas-g1"))
                  .allTopicNames()
                  .get()
                  .values())
          .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(7));
    }
  }

  @Test
  void shouldRefuseAStateFolderThatAnotherInstanceUses() {
    Path state = folder.resolve("shared-state");
    Map<String, String> settings = Map.of("stream.namespace", "shared-");
    try (RunningEddy first = RunningEddy.start(kafka.bootstrapServers(), state, settings)) {
      assertThat(first.engine().readiness().isReady()).isTrue();
      assertThatThrownBy(() -> RunningEddy.start(kafka.bootstrapServers(), state, settings))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(state.toString())
          .hasMessageContaining("give this one a folder of its own");
    }
  }

  @Test
  void shouldCreateWhatIsMissingAndAcceptItTheNextTime() throws Exception {
    startIn("new-").close();
    ConfigResource factors = new ConfigResource(ConfigResource.Type.TOPIC, "new-item-factors-g1");
    ConfigResource ratings = new ConfigResource(ConfigResource.Type.TOPIC, "new-ratings");
    var configs = admin.describeConfigs(List.of(factors, ratings)).all().get();
    assertThat(configs.get(factors).get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
        .isEqualTo("compact");
    assertThat(configs.get(ratings).get(TopicConfig.CLEANUP_POLICY_CONFIG).value())
        .isEqualTo("delete");
    assertThat(configs.get(ratings).get(TopicConfig.RETENTION_MS_CONFIG).value()).isEqualTo("-1");
    startIn("new-").close();
  }
}
