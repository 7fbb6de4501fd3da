package dev.eddy.factorization.model;

import static dev.eddy.factorization.model.ModelRows.BIAS;
import static dev.eddy.factorization.model.ModelRows.BIAS_PRECISION;
import static dev.eddy.factorization.model.ModelRows.VECTOR;
import static dev.eddy.factorization.model.ModelRows.VECTOR_PRECISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The solver against a direct solution of the equation it states, in double precision.
class UserSolverTest {

  private static final long SEED = 20260401;

  /// Steps after which Newton's method moves nothing any more.
  private static final int ALL_THE_WAY = 30;

  private record Rating(float[] item, float rating, float weight) {}

  /// A user's ratings, and what they are solved with.
  private record Case(BiasedModel model, float[] shared, float[] prior, List<Rating> ratings) {

    UserSolver solver(boolean isHistory) {
      UserSolver solver = model.newSolver();
      addTo(solver, isHistory);
      return solver;
    }

    void addTo(UserSolver solver, boolean isHistory) {
      solver.begin(shared, prior, isHistory);
      ratings.forEach(rating -> solver.add(rating.item, rating.rating, rating.weight));
    }

    float[] solved(boolean isHistory) {
      float[] row = new float[prior.length];
      solver(isHistory).solve(row);
      return row;
    }

    Case with(List<Rating> others) {
      return new Case(model, shared, prior, others);
    }

    /// Returns by how much the loss of the ratings is more than if each was predicted, in the mean.
    double loss(float[] row) {
      LearningSettings settings = model.settings();
      double sum = 0;
      for (Rating rating : ratings) {
        double wanted = settings.toUnit(rating.rating);
        double value = settings.link().apply(model.score(shared, row, rating.item));
        sum += settings.loss().of(wanted, value) - settings.loss().of(wanted, wanted);
      }
      return sum / ratings.size();
    }
  }

  private static BiasedModel model(SomeSettings settings, VectorKernels kernels) {
    return (BiasedModel) settings.build().newModel(kernels);
  }

  private static SomeSettings settings(ModelKind kind, int factors) {
    return SomeSettings.forScale(0.5, 5).model(kind).factors(factors);
  }

  private static BiasedModel dot(int factors) {
    return model(settings(ModelKind.DOT, factors), new ScalarKernels());
  }

  /// Items of which some are known better than others, rated by somebody with a taste.
  private static Case some(BiasedModel model, int ratings, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] shared = model.newShared();
    shared[ModelRows.MEAN] = 0.3f;
    float[] prior = SomeRows.scatter(model.userLayout(), model.meanUser(shared), 0.05, random);
    prior[BIAS] = 0.1f;
    float[] truth = SomeRows.scatter(model.userLayout(), prior.clone(), 0.4, random);
    List<Rating> given = new ArrayList<>();
    for (int n = 0; n < ratings; n++) {
      float[] item = item(model, shared, random);
      float score = model.score(shared, truth, item) + 0.4f * (float) random.nextGaussian();
      given.add(new Rating(item, model.toRating(score), 0.5f + 1.5f * (float) random.nextDouble()));
    }
    return new Case(model, shared, prior, given);
  }

  private static float[] item(Model model, float[] shared, SplittableRandom random) {
    float[] item = model.newItem("i" + random.nextInt(), shared);
    SomeRows.scatter(model.itemLayout(), item, 0.3, random);
    item[BIAS] = 0.3f * (float) random.nextGaussian();
    item[BIAS_PRECISION] += 20 * (float) random.nextDouble();
    item[VECTOR_PRECISION] += 5 * (float) random.nextDouble();
    return item;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// The equation for a dot product, written out. A row is the bias and then the vector.
  private static final class Dense {
    private final Case user;
    private final boolean isHistory;
    private final int length;
    private final double[][] matrix;
    private final double[] informations;
    private final double[] pulls;
    private double[] row;

    Dense(Case user, boolean isHistory, int steps) {
      this.user = user;
      this.isHistory = isHistory;
      length = 1 + user.model.userFactors();
      matrix = new double[length][length];
      informations = new double[user.ratings.size()];
      pulls = new double[user.ratings.size()];
      row = wide(user.prior);
      for (int step = 0; step < steps; step++) {
        linearize();
        double[] moves = solve(right());
        for (int i = 0; i < length; i++) {
          row[i] += moves[i];
        }
      }
    }

    private double[] wide(float[] narrow) {
      double[] wide = new double[length];
      wide[0] = narrow[BIAS];
      for (int i = 1; i < length; i++) {
        wide[i] = narrow[VECTOR + i - 1];
      }
      return wide;
    }

    private double prior(int i) {
      return user.prior[i == 0 ? BIAS_PRECISION : VECTOR_PRECISION];
    }

    double[] gradient(float[] item) {
      double[] gradient = wide(item);
      gradient[0] = 1;
      return gradient;
    }

    private void linearize() {
      LearningSettings settings = user.model.settings();
      for (int i = 0; i < length; i++) {
        Arrays.fill(matrix[i], 0);
        matrix[i][i] = prior(i);
      }
      double square = dot(row, row) - row[0] * row[0];
      for (int j = 0; j < pulls.length; j++) {
        Rating rating = user.ratings.get(j);
        double[] gradient = gradient(rating.item);
        double score = user.shared[ModelRows.MEAN] + rating.item[BIAS] + dot(gradient, row);
        boolean sigmoid = settings.link() == Link.SIGMOID;
        double value = sigmoid ? 1 / (1 + Math.exp(-score)) : score;
        double slope = sigmoid ? value * (1 - value) : 1;
        double doubt =
            1 / (double) rating.item[BIAS_PRECISION] + square / rating.item[VECTOR_PRECISION];
        double age = isHistory ? pulls.length - 1 - j : 0;
        double lever =
            rating.weight
                * Math.pow(0.5, age / UserSolver.HALF_LIFE)
                / (1 + Math.pow(settings.typicalSlope(), 2) * doubt)
                * settings.lever((float) slope);
        informations[j] = lever * slope;
        pulls[j] = lever * (settings.toUnit(rating.rating) - value);
        for (int a = 0; a < length; a++) {
          for (int b = 0; b < length; b++) {
            matrix[a][b] += informations[j] * gradient[a] * gradient[b];
          }
        }
      }
    }

    private double[] right() {
      double[] start = wide(user.prior);
      double[] right = new double[length];
      for (int i = 0; i < length; i++) {
        right[i] = -prior(i) * (row[i] - start[i]);
        for (int j = 0; j < pulls.length; j++) {
          right[i] += pulls[j] * gradient(user.ratings.get(j).item)[i];
        }
      }
      return right;
    }

    /// Solves by Gauss's elimination; the matrix is positive definite, so nothing is exchanged.
    private double[] solve(double[] right) {
      double[][] left = new double[length][];
      for (int i = 0; i < length; i++) {
        left[i] = matrix[i].clone();
      }
      for (int i = 0; i < length; i++) {
        for (int below = i + 1; below < length; below++) {
          double part = left[below][i] / left[i][i];
          for (int k = i; k < length; k++) {
            left[below][k] -= part * left[i][k];
          }
          right[below] -= part * right[i];
        }
      }
      for (int i = length - 1; i >= 0; i--) {
        for (int k = i + 1; k < length; k++) {
          right[i] -= left[i][k] * right[k];
        }
        right[i] /= left[i][i];
      }
      return right;
    }

    double moved(float[] item) {
      double[] start = wide(user.prior);
      double[] gradient = gradient(item);
      return dot(gradient, row) - dot(gradient, start);
    }

    double[] pulls(float[] item) {
      linearize();
      double[] influence = solve(gradient(item));
      double[] parts = new double[pulls.length];
      for (int j = 0; j < parts.length; j++) {
        float[] rated = user.ratings.get(j).item;
        parts[j] = (informations[j] * moved(rated) + pulls[j]) * dot(influence, gradient(rated));
      }
      return parts;
    }

    double distance(float[] other) {
      double[] apart = wide(other);
      for (int i = 0; i < length; i++) {
        apart[i] -= row[i];
      }
      return Math.sqrt(dot(apart, apart));
    }
  }

  // With so few factors conjugate gradients come to the end, as a direct solution does.
  @ParameterizedTest
  @CsvSource({
    "SIGMOID,CROSS_ENTROPY,true",
    "SIGMOID,CROSS_ENTROPY,false",
    "SIGMOID,SQUARED,true",
    "IDENTITY,SQUARED,false"
  })
  void shouldAgreeWithADirectSolution(Link link, Loss loss, boolean isHistory) {
    BiasedModel model =
        model(settings(ModelKind.DOT, 4).link(link).loss(loss), new ScalarKernels());
    for (long seed = SEED; seed < SEED + 20; seed++) {
      Case user = some(model, 1 + (int) (seed - SEED) * 5, seed);
      float[] row = user.solved(isHistory);
      Dense direct = new Dense(user, isHistory, 2);
      assertThat(direct.distance(user.prior)).as("seed %d", seed).isGreaterThan(0.05);
      assertThat(direct.distance(row)).as("seed %d", seed).isLessThan(1e-3);
    }
  }

  // The precisions are those of the row where the last step was taken.
  @Test
  void shouldSayHowSureItIs() {
    BiasedModel model = model(settings(ModelKind.DOT, 4), new ScalarKernels());
    Case user = some(model, 40, SEED);
    float[] row = user.solved(true);
    Dense direct = new Dense(user, true, 1);
    direct.linearize();
    double trace = 0;
    for (int i = 1; i <= 4; i++) {
      trace += direct.matrix[i][i];
    }
    assertThat((double) row[BIAS_PRECISION]).isCloseTo(direct.matrix[0][0], within(1e-2));
    assertThat((double) row[VECTOR_PRECISION]).isCloseTo(trace / 4, within(1e-2));
  }

  @ParameterizedTest
  @CsvSource({"1,CROSS_ENTROPY", "20,SQUARED", "150,CROSS_ENTROPY", "192,SQUARED"})
  void shouldComeCloseToTheEndWithManyFactors(int ratings, Loss loss) {
    Case user =
        some(model(settings(ModelKind.DOT, 64).loss(loss), new ScalarKernels()), ratings, SEED);
    Dense end = new Dense(user, true, ALL_THE_WAY);
    assertThat(end.distance(user.solved(true)))
        .as("seed %d", SEED)
        .isLessThan(0.1 * end.distance(user.prior));
  }

  // A row that fits all but the last ratings is brought most of the way by one update.
  @Test
  void shouldBringARowUpToDate() {
    Case user = some(dot(64), 160, SEED);
    float[] row = user.with(user.ratings.subList(0, 150)).solved(true);
    Dense end = new Dense(user, true, ALL_THE_WAY);
    double before = end.distance(row);
    user.solver(true).update(row);
    assertThat(end.distance(row)).as("seed %d", SEED).isLessThan(before / 2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameWithBothKernels(ModelKind kind) {
    float[][] rows = new float[2][];
    float[][] pulls = new float[2][];
    KernelChoice[] kernels = {KernelChoice.SCALAR, KernelChoice.SIMD};
    for (int k = 0; k < 2; k++) {
      Case user = some(model(settings(kind, 61), kernels[k].select()), 100, SEED);
      rows[k] = user.solved(true);
      pulls[k] = user.solver(true).pulls(user.ratings.getFirst().item);
    }
    assertThat(rows[0]).isNotEqualTo(new float[rows[0].length]);
    for (int i = 0; i < rows[0].length; i++) {
      assertThat(rows[1][i])
          .as("parameter %d, seed %d", i, SEED)
          .isCloseTo(rows[0][i], within(1e-3f * (1 + Math.abs(rows[0][i]))));
    }
    for (int j = 0; j < pulls[0].length; j++) {
      assertThat(pulls[1][j]).as("pull %d", j).isCloseTo(pulls[0][j], within(2e-3f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4,30,SQUARED",
    "64,30,CROSS_ENTROPY",
    "64,192,CROSS_ENTROPY",
    "64,192,SQUARED",
    "16,600,CROSS_ENTROPY"
  })
  void shouldExplainAllThatTheRatingsChange(int factors, int ratings, Loss loss) {
    BiasedModel model = model(settings(ModelKind.DOT, factors).loss(loss), new ScalarKernels());
    Case user = some(model, ratings, SEED);
    Dense end = new Dense(user, true, ALL_THE_WAY);
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int n = 0; n < 5; n++) {
      float[] item = item(model, user.shared, random);
      float[] pulls = user.solver(true).pulls(item);
      double[] direct = end.pulls(item);
      double sum = 0;
      for (int j = 0; j < pulls.length; j++) {
        sum += pulls[j];
        assertThat((double) pulls[j])
            .as("pull %d, seed %d", j, SEED)
            .isCloseTo(direct[j], within(1e-3));
      }
      assertThat(sum).as("seed %d", SEED).isCloseTo(end.moved(item), within(5e-3));
    }
  }

  // What is most alike pulls most: up if it was liked, down if it was not.
  @ParameterizedTest
  @ValueSource(floats = {0.5f, 5})
  void shouldBePulledMostByWhatIsMostAlike(float opinion) {
    Case user = some(dot(64), 50, SEED);
    for (int alike = 0; alike < 50; alike += 7) {
      List<Rating> ratings = new ArrayList<>(user.ratings);
      float[] liked = ratings.get(alike).item;
      ratings.set(alike, new Rating(liked, opinion, 2));
      float[] item = liked.clone();
      for (int i = VECTOR; i < VECTOR + 64; i++) {
        item[i] += 0.02f * (i % 3 - 1);
      }
      float[] pulls = user.with(ratings).solver(false).pulls(item);
      for (int j = 0; j < pulls.length; j++) {
        if (j != alike) {
          assertThat(Math.abs(pulls[j])).as("seed %d", SEED).isLessThan(Math.abs(pulls[alike]));
        }
      }
      assertThat(pulls[alike] > 0).as("seed %d", SEED).isEqualTo(opinion > 3);
    }
  }

  // First an item is liked for long, then another one like it is not, or the other way round.
  @Test
  void shouldBelieveLaterRatingsMoreIfTheyAreAHistory() {
    Case user = some(dot(8), 1, SEED);
    List<Rating> rising = new ArrayList<>();
    for (int n = 0; n < 180; n++) {
      rising.add(new Rating(user.ratings.getFirst().item, n < 90 ? 1 : 5, 1));
    }
    Case up = user.with(rising);
    Case down = user.with(rising.reversed());
    float middle = up.solved(false)[BIAS];
    assertThat(down.solved(false)[BIAS]).isCloseTo(middle, within(1e-4f));
    assertThat(up.solved(true)[BIAS]).isGreaterThan(middle + 0.05f);
    assertThat(down.solved(true)[BIAS]).isLessThan(middle - 0.05f);
  }

  @ParameterizedTest
  @ValueSource(ints = {BIAS_PRECISION, VECTOR_PRECISION})
  void shouldLearnLessFromAnItemThatIsNotKnownWell(int precision) {
    Case user = some(dot(64), 1, SEED);
    SomeRows.scatter(user.model.userLayout(), user.prior, 0.5, new SplittableRandom(SEED));
    float moved = Float.MAX_VALUE;
    for (float known : new float[] {1_000f, 0.125f, 0.015625f, 0.001953125f}) {
      float[] item = user.ratings.getFirst().item.clone();
      item[precision] = known;
      float[] row = user.with(List.of(new Rating(item, 5, 1))).solved(true);
      float now = SomeRows.distance(user.model, row, user.prior);
      assertThat(now).as("precision %s", known).isPositive().isLessThan(0.95f * moved);
      moved = now;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnNothingFromAWeightOfZero(ModelKind kind) {
    Case user = some(model(settings(kind, 16), new ScalarKernels()), 40, SEED);
    List<Rating> more = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      more.add(user.ratings.get(n));
      more.add(new Rating(user.ratings.get(39 - n).item, n % 2 == 0 ? 5 : 0.5f, 0));
    }
    assertThat(user.with(more).solved(false)).containsExactly(user.solved(false));
    List<Rating> nothing = more.stream().filter(rating -> rating.weight == 0).toList();
    assertThat(user.with(nothing).solved(true)).containsExactly(user.prior);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeWhereUsersStartWithoutRatings(ModelKind kind) {
    Case user = some(model(settings(kind, 16), new ScalarKernels()), 0, SEED);
    assertThat(user.solved(true)).containsExactly(user.prior);
    float[] item = item(user.model, user.shared, new SplittableRandom(SEED));
    assertThat(user.solver(true).pulls(item)).isEmpty();
  }

  // Whoever was solved before, and however many ratings there was room for.
  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameRowForTheSameRatings(ModelKind kind) {
    BiasedModel model = model(settings(kind, 16), new ScalarKernels());
    Case user = some(model, 30, SEED);
    float[] prior = user.prior.clone();
    float[] row = user.solved(true);
    UserSolver used = user.solver(true);
    float[] again = new float[row.length];
    for (int others : new int[] {500, 3}) {
      Case other = some(model, others, SEED + others);
      other.addTo(used, false);
      used.solve(again);
      used.pulls(other.ratings.getFirst().item);
      user.addTo(used, true);
      used.solve(again);
      assertThat(again).containsExactly(row);
    }
    assertThat(user.prior).containsExactly(prior);
  }

  // A network has no direct solution to be held to: what counts is that ratings are explained.
  @ParameterizedTest
  @EnumSource
  void shouldExplainTheRatings(ModelKind kind) {
    for (long seed = SEED; seed < SEED + 10; seed++) {
      Case user = some(model(settings(kind, 64), new ScalarKernels()), 60, seed);
      assertThat(user.loss(user.solved(true)))
          .as("seed %d", seed)
          .isLessThan(0.9 * user.loss(user.prior));
    }
  }

  private static void assertFinite(String what, Case user) {
    for (boolean isHistory : new boolean[] {false, true}) {
      float[] row = user.solved(isHistory);
      user.solver(isHistory).update(row);
      for (float value : row) {
        assertThat(value).as("%s, %s", user.model.name(), what).isFinite();
      }
      for (int i = VECTOR; i < row.length; i++) {
        assertThat(Math.abs(row[i])).as(what).isLessThanOrEqualTo(RowLayout.LIMIT);
      }
      assertThat(row[BIAS_PRECISION]).as(what).isPositive();
      assertThat(row[VECTOR_PRECISION]).as(what).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DOT,SIGMOID,CROSS_ENTROPY",
    "DOT,SIGMOID,SQUARED",
    "DOT,IDENTITY,SQUARED",
    "NN,SIGMOID,CROSS_ENTROPY",
    "NN,IDENTITY,SQUARED"
  })
  void shouldStayFiniteWhateverTheRatings(ModelKind kind, Link link, Loss loss) {
    BiasedModel model = model(settings(kind, 16).link(link).loss(loss), new ScalarKernels());
    Case user = some(model, 2_000, SEED);
    assertFinite("many", user);
    for (float rating : new float[] {0.5f, 5}) {
      assertFinite(
          "all " + rating,
          user.with(user.ratings.stream().map(r -> new Rating(r.item, rating, 10)).toList()));
    }
    for (float value :
        new float[] {
          RowLayout.LIMIT, -RowLayout.LIMIT, Float.NaN, Float.POSITIVE_INFINITY, -1e30f
        }) {
      float[] odd = user.ratings.getFirst().item.clone();
      Arrays.fill(odd, VECTOR, odd.length, value);
      List<Rating> ratings = new ArrayList<>(user.ratings.subList(0, 30));
      ratings.set(7, new Rating(odd, 0.5f, 10));
      ratings.set(8, new Rating(odd.clone(), 5, 10));
      assertFinite("vector of " + value, user.with(ratings));
      odd[BIAS] = value;
      assertFinite("bias and vector of " + value, user.with(ratings));
    }
  }

  // One item that learning has blown up costs a user no more than what is known of that user.
  @Test
  void shouldStartAgainFromThePriorWhereAnItemIsNotANumber() {
    Case user = some(dot(16), 20, SEED);
    user.ratings.get(3).item[VECTOR] = Float.NaN;
    assertThat(user.solved(true)).containsExactly(user.prior);
  }
}
