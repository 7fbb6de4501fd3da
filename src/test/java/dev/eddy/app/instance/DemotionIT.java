package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.PromotionReader;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.challenger.Promotion;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.StreamSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of the promotion of a generation that is deleted.
class DemotionIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SharedKafka kafka = SharedKafka.namespace("demotion");
  private final StreamSettings stream =
      new SettingsLoader(Map.of()).load(Map.of(), null, kafka.settings()).stream();

  @Test
  void shouldPromoteTheModelThatServesInPlaceOfTheDeletedOne() throws InterruptedException {
    try (EventPublisher publisher =
            new EventPublisher(kafka.bootstrapServers(), kafka.names(), Map.of());
        PromotionReader reader = new PromotionReader(stream, any -> {})) {
      Demotion demotion = new Demotion(stream, publisher);
      demotion.of(2);
      assertThat(PromotionReader.latest(stream)).as("without a topic").isEmpty();
      reader.start();
      Promotion promoted = new Promotion(2, 1, "ann", System.currentTimeMillis(), true);
      publisher.publishAndWait(promoted);
      assertThat(reader.await(promoted, LIMIT)).isTrue();
      demotion.of(3);
      assertThat(PromotionReader.latest(stream)).as("3 was not promoted").contains(promoted);
      demotion.of(2);
      Promotion latest = PromotionReader.latest(stream).orElseThrow();
      assertThat(latest.generation()).isEqualTo(1);
      assertThat(latest.from()).isEqualTo(1);
      assertThat(reader.await(latest, LIMIT)).isTrue();
      assertThat(reader.latest()).contains(latest);
    }
  }
}
