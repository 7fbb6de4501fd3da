package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.kernel.ScalarKernels;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingRecommenderTest {

  private static final long HOUR_MS = 3_600_000;

  // All one value, alternating extremes, one user with many ratings, a single item, ratings of
  // one moment: whatever comes, predictions are numbers on the scale.
  @ParameterizedTest
  @ValueSource(strings = {"one value", "extremes", "one user", "one item", "one moment"})
  void shouldStaySaneUnderAdversarialStreams(String stream) {
    RatingRecommender eddy = RatingRecommender.forScale(0, 10);
    Random random = new Random(4);
    for (int n = 0; n < 20_000; n++) {
      String user = stream.equals("one user") ? "u" : "u" + random.nextInt(50);
      String item = stream.equals("one item") ? "i" : "i" + random.nextInt(500);
      double rating =
          switch (stream) {
            case "one value" -> 10;
            case "extremes" -> n % 2 == 0 ? 0 : 10;
            default -> random.nextInt(11);
          };
      long time = stream.equals("one moment") ? 5 : n * HOUR_MS;
      float prediction = eddy.rate(user, item, rating, time).prediction();
      if (!Float.isNaN(prediction)) { // NaN says that nothing was learned
        assertThat(prediction).isBetween(0f, 10f);
      }
    }
    assertThat(eddy.predict("u", "i")).isBetween(0f, 10f);
    assertThat(eddy.recommend("somebody", 5))
        .allSatisfy(suggestion -> assertThat(suggestion.rating()).isBetween(0f, 10f));
  }

  // The empty id is that of the shared row, those with NUL are of features.
  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0i7", "\0u7"})
  void shouldRefuseReservedIds(String id) {
    RatingRecommender eddy = trained(2);
    float before = eddy.predict("u3", "i7", 0);
    assertRefused(() -> eddy.rate("u3", id, 4, 1));
    assertRefused(() -> eddy.rate(id, "i7", 4, 1));
    assertRefused(() -> eddy.predict("u3", id));
    assertRefused(() -> eddy.predict(id, "i7", 5));
    assertRefused(() -> eddy.score("u3", id));
    assertRefused(() -> eddy.similar(id, 3, 0));
    assertRefused(() -> eddy.recommend(id, 3));
    assertRefused(() -> eddy.bestUsers(id, List.of("u3"), 1));
    assertRefused(() -> eddy.bestUsers("i7", List.of("u3", id), 1));
    assertThat(eddy.predict("u3", "i7", 0)).isEqualTo(before);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be empty or begin with NUL");
  }

  @Test
  void shouldRepeatItself() {
    assertThat(trained(1).predict("u3", "i7", 0)).isEqualTo(trained(1).predict("u3", "i7", 0));
  }

  /// On scalar kernels: the order in which SIMD lanes are summed is not laid down, and differs in
  /// the last digit between interpreted and compiled code.
  private static RatingRecommender trained(long seed) {
    RatingRecommender eddy =
        new RatingRecommender(new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels()));
    Random random = new Random(seed);
    for (int n = 0; n < 5_000; n++) {
      eddy.rate(
          "u" + random.nextInt(40),
          "i" + random.nextInt(60),
          0.5 * (1 + random.nextInt(10)),
          n * HOUR_MS);
    }
    return eddy;
  }

  // What a user rates kindly together, they rate kindly: in a mood, all predictions shift.
  @Test
  void shouldFollowTheSessionBias() {
    RatingRecommender eddy = trained(2);
    long now = 9_000 * HOUR_MS;
    float before = eddy.predict("u1", "i1", now);
    for (int item = 10; item < 16; item++) {
      eddy.rate("u1", "i" + item, 5, now + item);
    }
    assertThat(eddy.predict("u1", "i1", now)).isGreaterThan(before + 0.1f);
    assertThat(eddy.predict("u1", "i1", now + 1_000 * HOUR_MS))
        .isLessThan(eddy.predict("u1", "i1", now));
  }

  // Two planted tastes, which no mean of an item or of a user tells apart: who knew only those
  // would err by 1.1, who knew all by 0.4.
  @Test
  void shouldTellTastesApart() {
    RatingRecommender eddy =
        new RatingRecommender(new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels()));
    Random random = new Random(6);
    double squares = 0;
    int scored = 0;
    for (int n = 0; n < 4_000; n++) {
      int user = random.nextInt(60);
      int item = random.nextInt(80);
      double rating = ((user + item) % 2 == 0 ? 4 : 2) + 0.5 * (random.nextInt(3) - 1);
      var learned = eddy.rate("u" + user, "i" + item, rating, n * 100L * HOUR_MS);
      if (learned.change() == HistoryChange.NEW && n >= 2_000) {
        squares += Math.pow(learned.prediction() - rating, 2);
        scored++;
      }
    }
    assertThat(Math.sqrt(squares / scored)).isLessThan(0.6);
  }

  @Test
  void shouldRefuseARatingOffTheScale() {
    assertThatThrownBy(() -> RatingRecommender.forScale(1, 5).rate("u", "i", 6, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0 to 5.0");
  }
}
