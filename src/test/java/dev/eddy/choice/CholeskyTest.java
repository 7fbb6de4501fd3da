package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 12, 13})
  void shouldSolveWhatItIsGiven(int size) {
    Random random = new Random(size);
    double[] solution = random.doubles(size, -1, 1).toArray();
    double[] matrix = new double[size * size];
    for (int row = 0; row < 2 * size; row++) {
      double[] values = random.doubles(size, -1, 1).toArray();
      for (int i = 0; i < size * size; i++) {
        matrix[i] += values[i / size] * values[i % size];
      }
    }
    double[] right = new double[size];
    for (int i = 0; i < size * size; i++) {
      right[i / size] += matrix[i] * solution[i % size];
    }
    assertThat(new Cholesky(size).solve(matrix, right)).isTrue();
    assertThat(right).containsExactly(solution, within(1e-6));
  }

  @Test
  void shouldRefuseWhatIsNotPositiveDefinite() {
    Cholesky cholesky = new Cholesky(2);
    assertThat(cholesky.solve(new double[] {1, 2, 2, 1}, new double[2])).isFalse();
    assertThat(cholesky.solve(new double[] {Double.NaN, 0, 0, 1}, new double[2])).isFalse();
  }
}
