package dev.eddy.choice;

/// Solves small systems of equations whose matrix is symmetric and positive definite.
final class Cholesky {

  private final int size;
  private final double[] root;

  Cholesky(int size) {
    this.size = size;
    root = new double[size * size];
  }

  /// Solves `matrix · x = right`.
  ///
  /// @param matrix row by row, of which the lower triangle is read; not changed
  /// @param right changed into the solution
  /// @return false, with `right` of no use, where the matrix is not positive definite
  boolean solve(double[] matrix, double[] right) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double left = matrix[i * size + j];
        for (int k = 0; k < j; k++) {
          left -= root[i * size + k] * root[j * size + k];
        }
        if (i > j) {
          root[i * size + j] = left / root[j * size + j];
        } else if (left > 0) {
          root[i * size + i] = Math.sqrt(left);
        } else {
          return false;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        right[i] -= root[i * size + k] * right[k];
      }
      right[i] /= root[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        right[i] -= root[k * size + i] * right[k];
      }
      right[i] /= root[i * size + i];
    }
    return true;
  }
}
