package dev.eddy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the SIMD kernels to the scalar ones.
class KernelTwinsTest {

  private static final long SEED = 20260101;
  private static final int OFFSET = 3;
  private static final float STALE = 1e30f;

  private final VectorKernels scalar = new ScalarKernels();
  private final VectorKernels simd = KernelChoice.SIMD.select();

  static IntStream lengths() {
    int lanes = SimdKernels.lanes();
    return IntStream.of(
            0,
            1,
            2,
            3,
            5,
            7,
            13,
            31,
            61,
            64,
            127,
            1000,
            lanes - 1,
            lanes,
            lanes + 1,
            4 * lanes - 1,
            4 * lanes,
            4 * lanes + 1)
        .distinct();
  }

  /// Floats with a run of the given length at an offset, and stale values around it.
  private static float[] run(int length, long seed) {
    SplittableRandom random = new SplittableRandom(SEED + seed);
    float[] values = new float[OFFSET + length + 20];
    Arrays.fill(values, STALE);
    for (int i = 0; i < length; i++) {
      values[OFFSET + i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("element %d, seed %d", i, SEED)
          .isCloseTo(expected[i], within(1e-5f * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnDot(int length) {
    float[] a = run(length, 1);
    float[] b = run(length, 2);
    float magnitude = 0;
    for (int i = 0; i < length; i++) {
      magnitude += Math.abs(a[OFFSET + i] * b[OFFSET + i]);
    }
    assertThat(simd.dot(a, OFFSET, b, OFFSET, length))
        .isCloseTo(scalar.dot(a, OFFSET, b, OFFSET, length), within(1e-5f * (1 + magnitude)));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnAxpyAndScale(int length) {
    float[] x = run(length, 1);
    float[] expected = run(length, 2);
    float[] actual = expected.clone();
    scalar.axpy(0.7f, x, OFFSET, expected, OFFSET, length);
    simd.axpy(0.7f, x, OFFSET, actual, OFFSET, length);
    assertClose(actual, expected);
    scalar.scale(-1.3f, expected, OFFSET, length);
    simd.scale(-1.3f, actual, OFFSET, length);
    assertClose(actual, expected);
    assertThat(actual[OFFSET + length]).as("what lies behind the run").isEqualTo(STALE);
    assertThat(actual[OFFSET - 1]).as("what lies before the run").isEqualTo(STALE);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnSgdStep(int length) {
    float[] user = run(length, 1);
    float[] item = run(length, 2);
    float[] simdUser = user.clone();
    float[] simdItem = item.clone();
    scalar.sgdStep(user, OFFSET, item, OFFSET, length, 0.1f, 0.99f, 0.2f, 0.98f);
    simd.sgdStep(simdUser, OFFSET, simdItem, OFFSET, length, 0.1f, 0.99f, 0.2f, 0.98f);
    assertClose(simdUser, user);
    assertClose(simdItem, item);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnWhatReachesAThreshold(int length) {
    float[] x = run(length, 1);
    if (length > 2) {
      x[OFFSET + 1] = Float.NaN;
      x[OFFSET + 2] = Float.POSITIVE_INFINITY;
    }
    for (float threshold : new float[] {Float.NEGATIVE_INFINITY, -1, 0.5f, 1e9f}) {
      int[] expected = new int[length];
      int[] actual = new int[length];
      int found = scalar.reaching(x, OFFSET, length, threshold, expected);
      assertThat(simd.reaching(x, OFFSET, length, threshold, actual)).isEqualTo(found);
      assertThat(actual).containsExactly(expected);
    }
  }

  @Test
  void shouldLetEachSideOfAStepSeeTheOtherAsItWas() {
    for (VectorKernels kernels : new VectorKernels[] {scalar, simd}) {
      float[] user = {1};
      float[] item = {2};
      kernels.sgdStep(user, 0, item, 0, 1, 0.5f, 1, 0.5f, 1);
      assertThat(user).containsExactly(2f);
      assertThat(item).containsExactly(2.5f);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnScores(int length) {
    int rows = 7;
    int stride = length + 2;
    SplittableRandom random = new SplittableRandom(SEED);
    float[] block = new float[rows * stride];
    float[] biases = new float[rows];
    for (int i = 0; i < block.length; i++) {
      block[i] = (float) random.nextGaussian();
    }
    biases[3] = Float.NEGATIVE_INFINITY;
    float[] query = run(length, 4);
    float[] expected = new float[rows];
    float[] actual = new float[rows];
    scalar.scores(query, OFFSET, block, stride, length, biases, rows, expected);
    simd.scores(query, OFFSET, block, stride, length, biases, rows, actual);
    assertThat(actual[3]).isEqualTo(Float.NEGATIVE_INFINITY);
    for (int row = 0; row < rows; row++) {
      if (row != 3) {
        assertThat(actual[row]).isCloseTo(expected[row], within(1e-4f * (1 + length)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnMatrixProducts(int outputs) {
    int inputs = 7;
    float[] matrix = run(inputs * outputs, 1);
    float[] x = run(inputs, 2);
    float[] y = run(outputs, 3);

    float[] expected = y.clone();
    float[] actual = y.clone();
    scalar.addProduct(matrix, OFFSET, inputs, outputs, x, OFFSET, expected, OFFSET);
    simd.addProduct(matrix, OFFSET, inputs, outputs, x, OFFSET, actual, OFFSET);
    assertClose(actual, expected);
    assertThat(actual[OFFSET + outputs]).as("what lies behind the run").isEqualTo(STALE);

    float[] expectedInputs = new float[inputs];
    float[] actualInputs = new float[inputs];
    scalar.transposedProduct(matrix, OFFSET, inputs, outputs, y, OFFSET, expectedInputs, 0);
    simd.transposedProduct(matrix, OFFSET, inputs, outputs, y, OFFSET, actualInputs, 0);
    for (int c = 0; c < inputs; c++) {
      assertThat(actualInputs[c]).isCloseTo(expectedInputs[c], within(1e-4f * (1 + outputs)));
    }

    float[] simdMatrix = matrix.clone();
    scalar.addOuter(0.9f, 0.3f, x, OFFSET, inputs, y, OFFSET, outputs, matrix, OFFSET);
    simd.addOuter(0.9f, 0.3f, x, OFFSET, inputs, y, OFFSET, outputs, simdMatrix, OFFSET);
    assertClose(simdMatrix, matrix);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnProductsWithBytes(int length) {
    float[] a = run(length, 1);
    byte[] bytes = new byte[OFFSET + length];
    new Random(SEED).nextBytes(bytes);
    double expected = 0;
    for (int i = OFFSET; i < OFFSET + length; i++) {
      expected += a[i] * (double) bytes[i];
    }
    for (VectorKernels kernels : new VectorKernels[] {scalar, simd}) {
      assertThat(kernels.dot(a, OFFSET, bytes, OFFSET, length))
          .isCloseTo((float) expected, within(1e-3f * (1 + length)));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnProductsOfShortFloats(int outputs) {
    int inputs = 6;
    float[] values = run(inputs * outputs, 1);
    short[] matrix = new short[values.length];
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      matrix[i] = ShortFloat.nearest(values[i]);
      rounded[i] = ShortFloat.toFloat(matrix[i]);
    }
    if (outputs > 1) {
      matrix[OFFSET + 5 * outputs + 1] = ShortFloat.nearest(Float.NEGATIVE_INFINITY);
    }
    float[] x = run(inputs, 2);
    x[OFFSET + 5] = 1;
    float[] product = new float[OFFSET + outputs + 1];
    scalar.addProduct(rounded, OFFSET, inputs, outputs, x, OFFSET, product, OFFSET);
    for (VectorKernels kernels : new VectorKernels[] {scalar, simd}) {
      float[] actual = run(outputs, 3);
      kernels.shortProduct(matrix, OFFSET, inputs, outputs, x, OFFSET, actual, OFFSET);
      for (int o = 0; o < outputs; o++) {
        float expected = o == 1 ? Float.NEGATIVE_INFINITY : product[OFFSET + o];
        assertThat(actual[OFFSET + o]).isCloseTo(expected, within(1e-4f * inputs));
      }
      assertThat(actual[OFFSET + outputs]).as("what lies behind the run").isEqualTo(STALE);
    }
  }

  @Test
  void shouldMultiplyAMatrixByHand() {
    for (VectorKernels kernels : new VectorKernels[] {scalar, simd}) {
      float[] matrix = {1, 2, 3, 4, 5, 6};
      float[] y = {10, 20, 30};
      kernels.addProduct(matrix, 0, 2, 3, new float[] {1, -1}, 0, y, 0);
      assertThat(y).containsExactly(7, 17, 27);
      float[] x = new float[2];
      kernels.transposedProduct(matrix, 0, 2, 3, new float[] {1, 0, 2}, 0, x, 0);
      assertThat(x).containsExactly(7, 16);
      kernels.addOuter(1, 2, new float[] {1, 0}, 0, 2, new float[] {1, 1, 0}, 0, 3, matrix, 0);
      assertThat(matrix).containsExactly(3, 4, 3, 4, 5, 6);
    }
  }

  /// An embedding row is what a one-hot vector times the matrix of all rows gives; so looking it
  /// up is that product, without the zeros.
  @Test
  void shouldGiveARowForAOneHotVector() {
    int rows = 9;
    int factors = 21;
    float[] matrix = new float[rows * factors];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) random.nextGaussian();
    }
    for (VectorKernels kernels : new VectorKernels[] {scalar, simd}) {
      for (int row = 0; row < rows; row++) {
        float[] oneHot = new float[rows];
        oneHot[row] = 1;
        float[] product = new float[factors];
        kernels.addProduct(matrix, 0, rows, factors, oneHot, 0, product, 0);
        assertThat(product)
            .containsExactly(Arrays.copyOfRange(matrix, row * factors, (row + 1) * factors));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldAgreeOnHiddenScores(int length) {
    int rows = 5;
    float[] query = run(length, 1);
    float[] output = run(length, 2);
    float[] block = new float[rows * length];
    System.arraycopy(run(rows * length, 3), OFFSET, block, 0, block.length);
    float[] biases = {0.5f, 0, Float.NEGATIVE_INFINITY, 1, 2};
    float[] expected = new float[rows];
    float[] actual = new float[rows];
    scalar.hiddenScores(query, OFFSET, output, OFFSET, length, block, biases, rows, expected);
    simd.hiddenScores(query, OFFSET, output, OFFSET, length, block, biases, rows, actual);
    assertThat(actual[2]).isEqualTo(Float.NEGATIVE_INFINITY);
    for (int row = 0; row < rows; row++) {
      if (row != 2) {
        assertThat(actual[row]).isCloseTo(expected[row], within(1e-4f * (1 + length)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void shouldSpreadWhatIsNotFinite(int length) {
    for (float strange : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE}) {
      for (int at = 0; at < length; at += Math.max(1, length / 3)) {
        float[] a = run(length, 1);
        float[] b = run(length, 2);
        a[OFFSET + at] = strange;
        float expected = scalar.dot(a, OFFSET, b, OFFSET, length);
        float actual = simd.dot(a, OFFSET, b, OFFSET, length);
        if (Float.isFinite(expected)) {
          assertThat(actual).isCloseTo(expected, within(1e-4f * (1 + length)));
        } else {
          assertThat(actual).isEqualTo(Float.valueOf(expected)); // not a number equals itself
        }
      }
    }
  }

  @Test
  void shouldFailWhereSimdIsDemandedButMissing() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> KernelChoice.SIMD.select(false))
        .isInstanceOf(KernelUnavailableException.class)
        .hasMessageContaining("--add-modules=jdk.incubator.vector");
    assertThat(KernelChoice.AUTO.select(false).name()).isEqualTo("scalar");
    assertThat(KernelChoice.AUTO.select(true).name()).startsWith("simd-");
  }
}
