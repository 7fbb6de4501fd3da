package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is looked at before the vectors never says less than they do.
class BoundsTest {

  private static final long SEED = 5;
  private static final int STRIDE = 70;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final float[] vectors = new float[ScanVectors.SEGMENT * STRIDE];
  private final float[] biases = new float[ScanVectors.SEGMENT];

  /// Vectors of four directions and more or less noise, of lengths and biases of all sizes; some
  /// are zero.
  private void fill() {
    float[][] directions = new float[ProjectionBounds.LENGTH][];
    Arrays.setAll(directions, i -> gaussian());
    for (int place = 0; place < ScanVectors.SEGMENT; place++) {
      double noise = place % 3 == 0 ? 0 : Math.exp(random.nextGaussian() - 2);
      double length = place % 50 == 0 ? 0 : Math.exp(3 * random.nextGaussian());
      for (float[] direction : directions) {
        double along = random.nextGaussian();
        for (int i = 0; i < STRIDE; i++) {
          double part = along * direction[i] + noise * random.nextGaussian();
          vectors[place * STRIDE + i] += (float) (length * part);
        }
      }
      biases[place] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
    }
  }

  private float[] gaussian() {
    float[] vector = new float[STRIDE];
    for (int i = 0; i < STRIDE; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private List<float[]> queries() {
    List<float[]> queries = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      queries.add(gaussian());
      int place = random.nextInt(ScanVectors.SEGMENT);
      queries.add(Arrays.copyOfRange(vectors, place * STRIDE, (place + 1) * STRIDE));
    }
    return queries;
  }

  @ParameterizedTest
  @EnumSource(KernelChoice.class)
  void shouldNotBoundAScoreTooLow(KernelChoice choice) {
    VectorKernels kernels = choice.select();
    fill();
    List<float[]> sample = new ArrayList<>();
    for (int place = 0; place < ScanVectors.SEGMENT; place++) {
      sample.add(Arrays.copyOfRange(vectors, place * STRIDE, (place + 1) * STRIDE));
    }
    ProjectionBounds heads =
        new ProjectionBounds(kernels, PrincipalAxes.of(sample, ProjectionBounds.LENGTH));
    for (int place = 0; place < ScanVectors.SEGMENT; place++) {
      heads.put(place, vectors, place * STRIDE, STRIDE, biases[place]);
    }
    float[] bounds = new float[ScanVectors.SEGMENT];
    int tooLow = 0;
    for (float[] query : queries()) {
      heads.bounds(ProjectionBounds.query(kernels, heads.axes(), query), bounds);
      for (int place = 0; place < ScanVectors.SEGMENT; place++) {
        float score = biases[place] + kernels.dot(query, 0, vectors, place * STRIDE, STRIDE);
        tooLow += bounds[place] < score ? 1 : 0;
      }
    }
    assertThat(tooLow).as("bounds that are too low, seed %d", SEED).isZero();
    heads.remove(7);
    vectors[8 * STRIDE] = Float.POSITIVE_INFINITY;
    heads.put(8, vectors, 8 * STRIDE, STRIDE, 1);
    heads.bounds(ProjectionBounds.query(kernels, heads.axes(), gaussian()), bounds);
    assertThat(bounds[7]).as("a place without a row").isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(bounds[8]).as("a vector without bounds").isEqualTo(Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource(KernelChoice.class)
  void shouldNotBoundAProductWithADirectionTooLow(KernelChoice choice) {
    VectorKernels kernels = choice.select();
    fill();
    QuantizedVectors outlines = new QuantizedVectors(kernels, STRIDE);
    for (int place = 0; place < ScanVectors.SEGMENT; place++) {
      outlines.put(place, vectors, place * STRIDE);
    }
    int tooLow = 0;
    for (float[] query : queries()) {
      float length = (float) Math.sqrt(kernels.dot(query, 0, query, 0, STRIDE));
      if (length == 0) {
        continue;
      }
      kernels.scale(1 / length, query, 0, STRIDE);
      for (int place = 0; place < ScanVectors.SEGMENT; place++) {
        float product = kernels.dot(query, 0, vectors, place * STRIDE, STRIDE);
        tooLow += outlines.mostAlong(query, place) < product ? 1 : 0;
      }
    }
    assertThat(tooLow).as("products that are bounded too low, seed %d", SEED).isZero();
  }
}
