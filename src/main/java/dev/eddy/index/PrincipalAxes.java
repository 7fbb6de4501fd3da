package dev.eddy.index;

import java.util.List;

/// The directions along which vectors are longest: the eigenvectors of their second moments, the
/// longest first, of length 1 and at right angles to each other.
///
/// What a vector is along the first few of them is nearly all of it where vectors were learned,
/// since tastes have fewer dimensions than the model allows for. So a product of two vectors is
/// known from their first places to within the product of what is left of both (Teflioudi,
/// Gemulla and Mykytiuk 2015, "LEMP"; Li, Chan, Yiu and Mamoulis 2017, "FEXIPRO").
public final class PrincipalAxes {

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
    double[][] axes = Eigenvectors.largest(moments(vectors, length), count);
    float[] matrix = new float[count * length];
    for (int axis = 0; axis < count; axis++) {
      for (int i = 0; i < length; i++) {
        matrix[axis * length + i] = (float) axes[axis][i];
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

  /// Returns how many axes there are.
  public int count() {
    return count;
  }

  /// Returns the axes, one after the other; not to be changed.
  public float[] matrix() {
    return matrix;
  }
}
