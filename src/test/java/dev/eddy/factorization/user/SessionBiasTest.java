package dev.eddy.factorization.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.kernel.KernelChoice;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionBiasTest {

  private static final LearningSettings SETTINGS = LearningSettings.forScale(0.5, 5);
  private static final long SEED = 11;
  private static final long NOW = 1_000_000_000_000L;

  private static float shift(long secondsAgo, double rating, int ratings) {
    SessionBias moment = new SessionBias(SETTINGS, NOW);
    for (int n = 0; n < ratings; n++) {
      float lever = SETTINGS.lever(0.25f);
      float error = SETTINGS.toUnit(rating) - 0.5f;
      moment.add(NOW - 1000 * secondsAgo, lever * error, lever * 0.25f);
    }
    return moment.shift();
  }

  @Test
  void shouldFollowTheErrorsOfTheSameSession() {
    assertThat(shift(0, 5, 1)).isPositive();
    assertThat(shift(0, 0.5, 1)).isNegative();
    assertThat(shift(0, 5, 5)).isGreaterThan(shift(0, 5, 1));
    assertThat(shift(0, 5, 1)).isGreaterThan(2 * shift(120, 5, 1));
  }

  @Test
  void shouldBelieveLittleInWhatIsLongPast() {
    assertThat(shift(7 * 86_400, 5, 1)).isBetween(0f, 0.05f);
    assertThat(shift(NOW / 1000, 5, 1)).as("50 years").isZero();
  }

  @Test
  void shouldLookBothWays() {
    assertThat(shift(30, 5, 2)).isCloseTo(shift(-30, 5, 2), within(1e-6f));
  }

  /// Returns the trust after many ratings in which the mood holds for some part of the shift.
  private static float trustAfter(double part) {
    Model model = new DotModel(SETTINGS, KernelChoice.SCALAR.select());
    float[] shared = model.newShared();
    Random random = new Random(SEED);
    for (int n = 0; n < 20_000; n++) {
      float shift = (float) (0.3 * random.nextGaussian());
      double score = 0.2 + part * shift + 0.5 * random.nextGaussian();
      float rating = SETTINGS.toRating(SETTINGS.link().apply((float) score));
      model.learnSessionTrust(shared, 0.2f, shift, rating, 1);
    }
    return model.sessionTrust(shared);
  }

  @Test
  void shouldLearnWhetherThereAreSessionBiases() {
    assertThat(trustAfter(0)).as("seed %d", SEED).isBetween(0f, 0.1f);
    assertThat(trustAfter(0.5)).as("seed %d", SEED).isCloseTo(0.5f, within(0.1f));
    assertThat(trustAfter(1.2)).as("seed %d", SEED).isCloseTo(1.2f, within(0.15f));
  }

  @Test
  void shouldTrustInSessionBiasesWithinBoundsWhateverTheInput() {
    Model model = new DotModel(SETTINGS, KernelChoice.SCALAR.select());
    float[] shared = model.newShared();
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 60, -60, 0};
    for (float score : odd) {
      for (float shift : odd) {
        model.learnSessionTrust(shared, score, shift, 5, 10);
        assertThat(model.sessionTrust(shared)).isBetween(0f, 2f);
      }
    }
    for (float value : shared) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void shouldStayFinite() {
    SessionBias moment = new SessionBias(SETTINGS, Long.MAX_VALUE);
    moment.add(Long.MIN_VALUE, 1, 1);
    assertThat(moment.shift()).isZero();
    moment.add(Long.MAX_VALUE, 1e30f, 0);
    assertThat(moment.shift()).isEqualTo(RowLayout.LIMIT);
    moment.add(Long.MAX_VALUE, Float.NaN, 1);
    assertThat(moment.shift()).isZero();
  }
}
