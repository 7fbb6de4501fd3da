package dev.eddy.factorization;

import java.util.List;
import java.util.stream.IntStream;

/// The directions along which vectors are longest: the eigenvectors of their second moments, the
/// longest first, of length 1 and at right angles to each other.
///
/// What a vector is along the first few of them is nearly all of it where vectors were learned,
/// since tastes have fewer dimensions than the model allows for. So a product of two vectors is
/// known from their first places to within the product of what is left of both (Teflioudi,
/// Gemulla and Mykytiuk 2015, "LEMP"; Li, Chan, Yiu and Mamoulis 2017, "FEXIPRO").
public final class PrincipalAxes {

  /// Sweeps of Jacobi's method; it converges quadratically, ten are always enough.
  private static final int SWEEPS = 12;

  private static final double NEGLIGIBLE = 1e-14;

  private final int count;
  private final float[] matrix;

  private PrincipalAxes(int count, float[] matrix) {
    this.count = count;
    this.matrix = matrix;
  }

  /// Finds the axes of vectors.
  ///
  /// @param vectors at least one, of equal length
  /// @param count how many axes are kept, at most the length
  public static PrincipalAxes of(List<float[]> vectors, int count) {
    int length = vectors.getFirst().length;
    double[][] moments = moments(vectors, length);
    double[][] axes = new double[length][length];
    for (int i = 0; i < length; i++) {
      axes[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < length; i++) {
        for (int j = i + 1; j < length; j++) {
          turn(moments, axes, i, j);
        }
      }
    }
    int[] order =
        IntStream.range(0, length)
            .boxed()
            .sorted((a, b) -> Double.compare(moments[b][b], moments[a][a]))
            .mapToInt(axis -> axis)
            .toArray();
    float[] matrix = new float[count * length];
    for (int axis = 0; axis < count; axis++) {
      for (int i = 0; i < length; i++) {
        matrix[axis * length + i] = (float) axes[i][order[axis]];
      }
    }
    return new PrincipalAxes(count, matrix);
  }

  private static double[][] moments(List<float[]> vectors, int length) {
    double[][] moments = new double[length][length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        for (int j = 0; j <= i; j++) {
          moments[i][j] += vector[i] * (double) vector[j];
        }
      }
    }
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < i; j++) {
        moments[j][i] = moments[i][j];
      }
    }
    return moments;
  }

  /// Turns two axes so that their common moment is zero (Jacobi 1846).
  private static void turn(double[][] moments, double[][] axes, int i, int j) {
    double common = moments[i][j];
    if (Math.abs(common) <= NEGLIGIBLE * Math.sqrt(moments[i][i] * moments[j][j])) {
      return;
    }
    double theta = (moments[j][j] - moments[i][i]) / (2 * common);
    double tan = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double cos = 1 / Math.hypot(tan, 1);
    double sin = tan * cos;
    for (double[] row : moments) {
      turn(row, i, j, cos, sin);
    }
    for (int k = 0; k < moments.length; k++) {
      double a = moments[i][k];
      double b = moments[j][k];
      moments[i][k] = cos * a - sin * b;
      moments[j][k] = sin * a + cos * b;
    }
    for (double[] row : axes) {
      turn(row, i, j, cos, sin);
    }
  }

  private static void turn(double[] row, int i, int j, double cos, double sin) {
    double a = row[i];
    double b = row[j];
    row[i] = cos * a - sin * b;
    row[j] = sin * a + cos * b;
  }

  /// Returns how many axes there are.
  public int count() {
    return count;
  }

  /// Returns the axes, one after the other; not to be changed.
  public float[] matrix() {
    return matrix;
  }
}
