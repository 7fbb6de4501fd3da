package dev.eddy.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.record.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a claim if somebody begins to learn the generation between the look and the
/// mark: the look is left out here.
class GenerationClaimIT {

  private static final SharedKafka KAFKA = SharedKafka.namespace("claims");

  private final StreamSettings settings =
      new SettingsLoader(Map.of()).load(Map.of(), null, KAFKA.settings()).stream();
  private final TopicNames names = settings.names();
  private final KafkaClients kafka = new KafkaClients(settings);
  private final GenerationClaim claim = new GenerationClaim(kafka, settings);
  private final AtomicBoolean worked = new AtomicBoolean();

  @AfterEach
  void close() {
    kafka.close();
  }

  private void create(String topic) throws Exception {
    kafka
        .admin()
        .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private Set<String> topics() throws Exception {
    return kafka.admin().listTopics().names().get(30, TimeUnit.SECONDS);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> claim.hold("Name another one", () -> worked.getAndSet(true)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(why);
    assertThat(worked).isFalse();
    await().untilAsserted(() -> assertThat(topics()).doesNotContain(names.priming()));
  }

  @Test
  void shouldLeaveAloneWhatSomebodyBeganToLearnMeanwhile() throws Exception {
    create(names.itemDeltas());
    assertRefused("generation 1 is in use. Name another one");
    assertThat(topics()).contains(names.itemDeltas());
    kafka.admin().deleteTopics(List.of(names.itemDeltas())).all().get(30, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(topics()).doesNotContain(names.itemDeltas()));

    create(names.ratings());
    kafka
        .admin()
        .alterConsumerGroupOffsets(
            names.applicationId(),
            Map.of(new TopicPartition(names.ratings(), 0), new OffsetAndMetadata(0)))
        .all()
        .get(30, TimeUnit.SECONDS);
    assertRefused("generation 1 is in use. Name another one");
    kafka
        .admin()
        .deleteConsumerGroups(List.of(names.applicationId()))
        .all()
        .get(30, TimeUnit.SECONDS);

    String other = new TopicNames(names.namespace(), 2).priming();
    create(other);
    assertRefused("generation 2 is being primed");
    kafka.admin().deleteTopics(List.of(other)).all().get(30, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(topics()).doesNotContain(other));

    claim.hold("Name another one", () -> worked.getAndSet(true));
    assertThat(worked).isTrue();
  }
}
