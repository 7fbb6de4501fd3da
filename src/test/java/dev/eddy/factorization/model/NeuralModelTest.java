package dev.eddy.factorization.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.kernel.VectorKernels;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeuralModelTest {

  private static final long SEED = 20260302;

  private static NeuralModel model(VectorKernels kernels) {
    return new NeuralModel(SomeSettings.forScale(0.5, 5).model(ModelKind.NN).build(), kernels);
  }

  private final NeuralModel model = model(new ScalarKernels());

  /// A user, an item and weights in the midst of learning, so that no gradient is zero.
  private float[][] rows() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] shared = model.newShared();
    float[] user = SomeRows.user(model, "u", shared);
    float[] item = model.newItem("i", shared);
    SomeRows.scatter(model.userLayout(), user, 0.5, random);
    SomeRows.scatter(model.itemLayout(), item, 0.5, random);
    return new float[][] {shared, user, item};
  }

  /// The formula, written out in double precision.
  private double score(double[][] rows) {
    double[] shared = rows[0];
    double score = shared[0] + rows[1][ModelRows.BIAS] + rows[2][ModelRows.BIAS];
    int hidden = model.weights(3).size();
    for (int unit = 0; unit < hidden; unit++) {
      double in = shared[model.weights(2).at() + unit];
      for (int side = 1; side <= 2; side++) {
        for (int f = 0; f < model.weights(side - 1).size() / hidden; f++) {
          double weight = shared[model.weights(side - 1).at() + f * hidden + unit];
          in += weight * rows[side][ModelRows.VECTOR + f];
        }
      }
      score += shared[model.weights(3).at() + unit] * Math.max(0, in);
    }
    return score;
  }

  private double slope(double[][] rows, int row, int at) {
    double h = 1e-7;
    double before = rows[row][at];
    rows[row][at] = before + h;
    double above = score(rows);
    rows[row][at] = before - h;
    double below = score(rows);
    rows[row][at] = before;
    return (above - below) / (2 * h);
  }

  private static double[] widened(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }

  // One step of learning moves each parameter along the slope of the score, by the same gain
  // over its precision.
  @Test
  void shouldStepAlongTheSlopeOfTheScore() {
    float[][] rows = rows();
    double[][] wide = {widened(rows[0]), widened(rows[1]), widened(rows[2])};
    assertThat((double) model.score(rows[0], rows[1], rows[2]))
        .isCloseTo(score(wide), within(1e-5));
    double[][] slopes = new double[3][];
    for (int row = 0; row < 3; row++) {
      slopes[row] = new double[rows[row].length];
      for (int at = 0; at < rows[row].length; at++) {
        slopes[row][at] = slope(wide, row, at);
      }
    }
    float[][] before = {rows[0].clone(), rows[1].clone(), rows[2].clone()};
    NeuralModel undecayed =
        new NeuralModel(
            SomeSettings.forScale(0.5, 5).model(ModelKind.NN).weightDecay(0).build(),
            new ScalarKernels());
    undecayed.learn(rows[0], rows[1], rows[2], 5, 1, 1);
    double gain = (rows[1][ModelRows.BIAS] - before[1][ModelRows.BIAS]) * before[1][1];
    assertThat(gain).isNotZero();
    assertMoved(
        before[1], rows[1], slopes[1], ModelRows.VECTOR, rows[1].length, gain / before[1][2]);
    assertMoved(
        before[2], rows[2], slopes[2], ModelRows.VECTOR, rows[2].length, gain / 2 / before[2][2]);
    for (int block = 0; block < 4; block++) {
      RowLayout.Block weights = model.weights(block);
      assertMoved(
          before[0],
          rows[0],
          slopes[0],
          weights.at(),
          weights.at() + weights.size(),
          gain / before[0][weights.precisionAt()]);
    }
  }

  private static void assertMoved(
      float[] before, float[] after, double[] slopes, int from, int to, double gain) {
    int moved = 0;
    for (int at = from; at < to; at++) {
      double expected = gain * slopes[at];
      assertThat((double) after[at] - before[at])
          .as("parameter %d, seed %d", at, SEED)
          .isCloseTo(expected, within(1e-6 + 0.02 * Math.abs(expected)));
      moved += slopes[at] != 0 ? 1 : 0;
    }
    assertThat(moved).isPositive();
  }

  @Test
  void shouldGiveTheSameWithBothKernels() {
    NeuralModel simd = model(KernelChoice.SIMD.select());
    float[][] scalarRows = rows();
    float[][] simdRows = rows();
    for (int n = 0; n < 50; n++) {
      float rating = n % 2 == 0 ? 5 : 1;
      model.learn(scalarRows[0], scalarRows[1], scalarRows[2], rating, 1, 1);
      simd.learn(simdRows[0], simdRows[1], simdRows[2], rating, 1, 1);
    }
    for (int row = 0; row < 3; row++) {
      for (int at = 0; at < scalarRows[row].length; at++) {
        assertThat(simdRows[row][at])
            .isCloseTo(scalarRows[row][at], within(1e-3f * (1 + Math.abs(scalarRows[row][at]))));
      }
    }
  }

  // Before anything is learned the network multiplies: same signs raise a score, others lower
  // it.
  @Test
  void shouldStartAsSomethingThatMultiplies() {
    float[] shared = model.newShared();
    float[] user = SomeRows.user(model, "u", shared);
    float[] like = model.newItem("i", shared);
    float[] unlike = model.newItem("j", shared);
    for (int f = 0; f < 16; f++) {
      float sign = f % 3 == 0 ? 1 : -1;
      user[ModelRows.VECTOR + f] = 0.15f * sign;
      like[ModelRows.VECTOR + f] = 0.4f * sign;
      unlike[ModelRows.VECTOR + f] = -0.4f * sign;
    }
    assertThat(model.score(shared, user, like)).isGreaterThan(0.2f);
    assertThat(model.score(shared, user, unlike)).isLessThan(-0.2f);
  }

  @Test
  void shouldHaveVectorsOfDifferentLengths() {
    assertThat(model.userLayout().length()).isLessThan(model.itemLayout().length());
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void shouldStayFiniteUnderAdversarialStreams(Loss loss) {
    NeuralModel wild =
        new NeuralModel(
            SomeSettings.forScale(0.5, 5).model(ModelKind.NN).loss(loss).build(),
            new ScalarKernels());
    Random random = new Random(SEED);
    float[] shared = wild.newShared();
    float[][] items = new float[5][];
    for (int i = 0; i < items.length; i++) {
      items[i] = wild.newItem("i" + i, shared);
    }
    float[] user = SomeRows.user(wild, "u", shared);
    for (int step = 0; step < 5_000; step++) {
      float[] item = items[random.nextInt(items.length)];
      float rating = step % 2 == 0 ? 0.5f : 5;
      wild.learn(shared, user, item, rating, step % 3 == 0 ? 10 : 1, step % 5 / 4f);
      assertThat(wild.predict(shared, user, item)).isBetween(0.5f, 5f);
    }
    for (float[] row : new float[][] {shared, user, items[0], items[1]}) {
      for (float value : row) {
        assertThat(value).isFinite();
      }
    }
  }
}
