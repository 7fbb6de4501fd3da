package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentTest {

  private static final LearningSettings SETTINGS = LearningSettings.forScale(0.5, 5);
  private static final long NOW = 1_000_000_000_000L;

  private static float shift(long secondsAgo, double rating, int ratings) {
    Moment moment = new Moment(SETTINGS, NOW);
    for (int n = 0; n < ratings; n++) {
      moment.add(moment.likeness(NOW - 1000 * secondsAgo), 0, (float) rating, 1);
    }
    return moment.shift();
  }

  @Test
  void shouldFollowTheErrorsOfTheSameSitting() {
    assertThat(shift(0, 5, 1)).isPositive();
    assertThat(shift(0, 0.5, 1)).isNegative();
    assertThat(shift(0, 5, 5)).isGreaterThan(shift(0, 5, 1));
    assertThat(shift(0, 5, 1)).isGreaterThan(2 * shift(120, 5, 1));
  }

  @Test
  void shouldBelieveLittleInWhatIsLongPast() {
    assertThat(shift(7 * 86_400, 5, 1)).isBetween(0f, 0.05f);
    assertThat(new Moment(SETTINGS, NOW).likeness(0)).isZero();
  }

  @Test
  void shouldLookBothWays() {
    assertThat(shift(30, 5, 2)).isCloseTo(shift(-30, 5, 2), within(1e-6f));
  }

  @Test
  void shouldStayFinite() {
    Moment moment = new Moment(SETTINGS, Long.MAX_VALUE);
    moment.add(moment.likeness(Long.MIN_VALUE), Float.NaN, 5, 1);
    assertThat(moment.shift()).isZero();
  }
}
