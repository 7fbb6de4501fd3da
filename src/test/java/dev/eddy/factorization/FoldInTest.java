package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.kernel.KernelChoice;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldInTest {

  private static final int USERS = 200;
  private static final int ITEMS = 120;
  private static final int RATINGS = 12_000;

  private final Map<String, Map<String, Double>> ratings = new LinkedHashMap<>();

  /// Two tastes: users of the one like even items, those of the other odd ones.
  private InMemoryRecommender learned(LearningSettings settings) {
    InMemoryRecommender eddy =
        new InMemoryRecommender(settings.newModel(KernelChoice.AUTO.select()));
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < RATINGS; n++) {
      int user = random.nextInt(USERS);
      int item = random.nextInt(ITEMS);
      double rating =
          Math.clamp(3 + ((user + item) % 2 == 0 ? 1.2 : -1.2) + random.nextGaussian() / 2, 0.5, 5);
      eddy.rate("u" + user, "i" + item, rating, n);
      ratings.computeIfAbsent("u" + user, id -> new LinkedHashMap<>()).put("i" + item, rating);
    }
    return eddy;
  }

  @ParameterizedTest
  @EnumSource(ModelKind.class)
  void shouldComeCloseToTheLearnedRow(ModelKind kind) {
    InMemoryRecommender eddy = learned(SomeSettings.forScale(0.5, 5).model(kind).build());
    double sum = 0;
    double square = 0;
    double apart = 0;
    int n = 0;
    for (int user = 0; user < 20; user++) {
      FoldIn folded = eddy.foldIn(ratings.get("u" + user));
      for (int item = 0; item < ITEMS; item++) {
        double known = eddy.score("u" + user, "i" + item);
        double difference = eddy.score(folded, "i" + item) - known;
        sum += known;
        square += known * known;
        apart += difference * difference;
        n++;
      }
    }
    double spread = Math.sqrt(square / n - (sum / n) * (sum / n));
    assertThat(spread).as("tastes were learned").isGreaterThan(0.4);
    assertThat(Math.sqrt(apart / n) / spread).as("distance over spread").isLessThan(0.3);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void shouldExplainAllThatTheRatingsChange(Loss loss) {
    InMemoryRecommender eddy = learned(SomeSettings.forScale(0.5, 5).loss(loss).build());
    FoldIn nobody = eddy.foldIn(Map.of());
    FoldIn folded = eddy.foldIn(ratings.get("u3"));
    for (String item : new String[] {"i0", "i1", "i77"}) {
      double[] pulls = eddy.pulls(folded, item);
      assertThat(Arrays.stream(pulls).sum())
          .isCloseTo(eddy.score(folded, item) - eddy.score(nobody, item), within(1e-3));
    }
  }

  @Test
  void shouldTellWhatPullsUpFromWhatPullsDown() {
    InMemoryRecommender eddy = learned(LearningSettings.forScale(0.5, 5));
    Map<String, Double> two = new LinkedHashMap<>();
    two.put("i2", 5.0);
    two.put("i4", 0.5);
    double[] pulls = eddy.pulls(eddy.foldIn(two), "i6");
    assertThat(pulls[0]).isPositive();
    assertThat(pulls[1]).isNegative();
  }

  @Test
  void shouldChangeNothing() {
    InMemoryRecommender eddy = learned(LearningSettings.forScale(0.5, 5));
    float before = eddy.score("u1", "i1");
    FoldIn folded = eddy.foldIn(ratings.get("u1"));
    float[] row = folded.row();
    row[0] = Float.NaN;
    assertThat(eddy.score(folded, "i1")).isFinite();
    assertThat(eddy.score("u1", "i1")).isEqualTo(before);
    assertThat(eddy.score(eddy.foldIn(Map.of("nobody rated it", 5.0)), "i1"))
        .isEqualTo(eddy.score(eddy.foldIn(Map.of()), "i1"));
  }

  @Test
  void shouldStayFiniteWhateverTheRatings() {
    for (Link link : Link.values()) {
      InMemoryRecommender eddy =
          learned(SomeSettings.forScale(0.5, 5).link(link).loss(Loss.SQUARED).build());
      Map<String, Double> extremes = new LinkedHashMap<>();
      for (int item = 0; item < ITEMS; item++) {
        extremes.put("i" + item, item % 3 == 0 ? 5.0 : 0.5);
      }
      FoldIn folded = eddy.foldIn(extremes);
      for (int item = 0; item < ITEMS; item++) {
        assertThat(eddy.score(folded, "i" + item)).isFinite();
      }
    }
  }
}
