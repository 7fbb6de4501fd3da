package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

  private static final int LENGTH = 20;

  private static double dot(float[] a, int aAt, float[] b, int bAt) {
    double sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum += a[aAt + i] * (double) b[bAt + i];
    }
    return sum;
  }

  /// Vectors that are long along known directions, which are no axes of the coordinates.
  @Test
  void shouldFindTheDirectionsAlongWhichVectorsAreLongest() {
    SplittableRandom random = new SplittableRandom(3);
    float[] first = new float[LENGTH];
    float[] second = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      first[i] = (float) Math.sqrt(1.0 / LENGTH);
      second[i] = (float) (Math.sqrt(1.0 / LENGTH) * (i % 2 == 0 ? 1 : -1));
    }
    List<float[]> vectors = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      float[] vector = new float[LENGTH];
      double a = 5 * random.nextGaussian();
      double b = 2 * random.nextGaussian();
      for (int i = 0; i < LENGTH; i++) {
        vector[i] = (float) (a * first[i] + b * second[i] + 0.1 * random.nextGaussian());
      }
      vectors.add(vector);
    }
    PrincipalAxes axes = PrincipalAxes.of(vectors, LENGTH);
    assertThat(Math.abs(dot(axes.matrix(), 0, first, 0))).isCloseTo(1, within(0.01));
    assertThat(Math.abs(dot(axes.matrix(), LENGTH, second, 0))).isCloseTo(1, within(0.01));
    for (int i = 0; i < LENGTH; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(dot(axes.matrix(), i * LENGTH, axes.matrix(), j * LENGTH))
            .as("axes %d and %d", i, j)
            .isCloseTo(i == j ? 1 : 0, within(1e-5));
      }
    }
  }

  @Test
  void shouldFindSomeAxesOfVectorsThatAreAllZero() {
    PrincipalAxes axes = PrincipalAxes.of(List.of(new float[LENGTH]), 3);
    assertThat(axes.count()).isEqualTo(3);
    assertThat(dot(axes.matrix(), 0, axes.matrix(), 0)).isCloseTo(1, within(1e-6));
  }
}
