import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_MT_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// Inverts Gram matrices of choices.
final class Gram {

  private static final int LARGEST = (int) Math.sqrt(Integer.MAX_VALUE);

  private Gram() {}

  /// Returns the inverse of `A·Aᵀ + λI`, where `A` is the matrix of choices with one row a user or
  /// one row an item. By Cholesky's decomposition; takes three times the memory of the result.
  ///
  /// @param rows the columns with a one, of each row
  /// @param columns the rows with a one, of each column
  /// @param regularization λ, above zero
  /// @throws IllegalArgumentException if the result would not fit an array
  static DMatrixRMaj inverse(int[][] rows, int[][] columns, double regularization) {
    int size = rows.length;
    if (size > LARGEST) {
      throw new IllegalArgumentException(
          "cannot invert a matrix of %d rows, at most %d".formatted(size, LARGEST));
    }
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    IntStream.range(0, size)
        .parallel()
        .forEach(
            row -> {
              for (int column : rows[row]) {
                for (int other : columns[column]) {
                  matrix.data[row * size + other]++;
                }
              }
              matrix.data[row * size + row] += regularization;
            });
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_MT_DDRM.symmPosDef(size);
    if (!solver.setA(matrix)) {
      throw new IllegalStateException("the Gram matrix is not positive definite");
    }
    solver.invert(matrix);
    return matrix;
  }
}
