package dev.eddy.app.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.challenger.Promotion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenPromotionsTest {

  private final List<Promotion> taken = new ArrayList<>();
  private final SeenPromotions seen = new SeenPromotions("promotions", taken::add);

  private static byte[] json(int generation, int from, long timeMs) {
    return "{\"generation\":%d,\"from\":%d,\"who\":\"ann\",\"timeMs\":%d,\"forced\":false}"
        .formatted(generation, from, timeMs)
        .getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "", "{\"generation\":2,\"from\":1}"})
  void shouldSkipWhatIsNoPromotion(String json) {
    seen.take(json.getBytes(StandardCharsets.UTF_8));
    seen.take(null);
    assertThat(seen.latest()).isEmpty();
    seen.take(json(2, 1, 5));
    assertThat(taken).containsExactly(new Promotion(2, 1, "ann", 5, false));
  }

  @Test
  void shouldGoOnBehindOneThatCannotBeTakenOver() {
    SeenPromotions refusing =
        new SeenPromotions(
            "promotions",
            promotion -> {
              if (promotion.generation() == 2) {
                throw new IllegalStateException("not this one");
              }
            });
    refusing.take(json(2, 1, 5));
    refusing.take(json(1, 2, 6));
    assertThat(refusing.latest().orElseThrow().generation()).isEqualTo(1);
  }

  @Test
  void shouldWaitForTheTimeThatWasSeenWhateverCameLast() throws InterruptedException {
    seen.take(json(2, 1, 9));
    seen.take(json(1, 2, 4));
    assertThat(seen.latest().orElseThrow().generation()).as("the last record").isEqualTo(1);
    assertThat(seen.await(new Promotion(2, 1, "ann", 9, false), Duration.ZERO)).isTrue();
    assertThat(seen.await(new Promotion(2, 1, "ann", 10, false), Duration.ofMillis(1))).isFalse();
  }
}
