package dev.eddy.factorization.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticTest {

  private static final double AS_SAID = 5e-6;

  private static double exact(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  @Test
  void shouldComeCloseToTheExactValueEverywhere() {
    for (double score = -20; score <= 20; score += 1e-3) {
      assertThat((double) Logistic.of((float) score))
          .as("at %s", score)
          .isCloseTo(exact((float) score), within(AS_SAID));
    }
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -1e10f,
        -60,
        -16,
        -15.984375f,
        -0f,
        Float.MIN_VALUE,
        15.984375f,
        16,
        60,
        1e10f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY
      })
  void shouldGoToTheEndsWhereScoresDo(float score) {
    assertThat(Logistic.of(score)).isStrictlyBetween(0f, 1f);
    assertThat((double) Logistic.of(score)).isCloseTo(exact(score), within(AS_SAID));
  }

  @Test
  void shouldNeverFallAsScoresRise() {
    float before = 0;
    for (float score = -17; score <= 17; score += 1f / 512) {
      assertThat(Logistic.of(score)).as("at %s", score).isGreaterThanOrEqualTo(before);
      before = Logistic.of(score);
    }
  }

  // What is not known is not taken for something.
  @Test
  void shouldPassOnWhatIsNotANumber() {
    assertThat(Logistic.of(Float.NaN)).isNaN();
  }
}
