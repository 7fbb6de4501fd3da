package dev.eddy.index;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// The eigenvectors of a symmetric matrix, by EJML.
final class Eigenvectors {

  private Eigenvectors() {}

  /// Finds eigenvectors of length 1 at right angles to each other, those with the largest
  /// eigenvalues first.
  ///
  /// @param symmetric a matrix of finite numbers
  /// @param count how many, at most the size of the matrix
  static double[][] largest(double[][] symmetric, int count) {
    int size = symmetric.length;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(new DMatrixRMaj(symmetric))) {
      throw new ArithmeticException(
          "no eigenvectors of a matrix of size %d were found".formatted(size));
    }
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
        .limit(count)
        .map(i -> eigen.getEigenVector(i).getData().clone())
        .toArray(double[][]::new);
  }
}
