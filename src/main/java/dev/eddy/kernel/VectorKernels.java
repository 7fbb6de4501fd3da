package dev.eddy.kernel;

/// Operations on runs of floats inside larger arrays.
///
/// Every run is given as an array, the offset of its first float and a shared length. Floats
/// outside the runs are neither read nor written, so a row may sit between other rows. A length
/// of zero is allowed and does nothing. Runs of different arrays never alias; two runs of the
/// same array must not overlap unless they are the same run.
///
/// Not-a-number and infinities follow IEEE 754: they spread, nothing throws. Sums may be formed
/// in any order, so two implementations agree to about 1e-5 relative to the sum of the
/// magnitudes.
///
/// Implementations check bounds through the arrays themselves: an impossible run throws
/// [IndexOutOfBoundsException], possibly after a part of the run was written.
public sealed interface VectorKernels permits ScalarKernels, SimdKernels {

  /// Returns a name for logs and metrics: `scalar`, or `simd-` and the width in bits.
  String name();

  /// Returns the inner product of `a[aAt..aAt+length)` and `b[bAt..bAt+length)`.
  float dot(float[] a, int aAt, float[] b, int bAt, int length);

  /// Returns the inner product of floats and bytes.
  float dot(float[] a, int aAt, byte[] b, int bAt, int length);

  /// Adds `factor · x` to `y`, element by element.
  void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int length);

  /// Multiplies each element of `x` by `factor`.
  void scale(float factor, float[] x, int xAt, int length);

  /// Takes one step of gradient descent on the two vectors of a rating, each seeing the other as
  /// it was before the step:
  ///
  /// ```
  /// user ← keepUser · user + gainUser · item
  /// item ← keepItem · item + gainItem · user
  /// ```
  ///
  /// With squared loss, error `e = rating − prediction`, step size `η` and weight decay `λ`, the
  /// gain is `η·e` and the kept part `1 − η·λ` (L2: `λ·w` added to the gradient of `w`). The two
  /// sides have step sizes of their own.
  void sgdStep(
      float[] user,
      int userAt,
      float[] item,
      int itemAt,
      int length,
      float gainUser,
      float keepUser,
      float gainItem,
      float keepItem);

  /// Scores a dense block of rows against one query: `scores[r] = biases[r] + query · block[r]`.
  ///
  /// @param query the query, `length` floats from `queryAt`
  /// @param block rows of `stride` floats each, the first `length` of which are the vector
  /// @param biases one float a row
  /// @param rows how many rows to score, from the first
  /// @param scores receives one float a row
  void scores(
      float[] query,
      int queryAt,
      float[] block,
      int stride,
      int length,
      float[] biases,
      int rows,
      float[] scores);

  /// Finds the places of a run whose value reaches a threshold.
  ///
  /// @param places receives them, ascending; as long as the run
  /// @return how many there are
  int reaching(float[] x, int xAt, int length, float threshold, int[] places);

  /// Adds a matrix times a vector: `y[o] += Σ x[c] · m[c][o]`.
  ///
  /// @param m the matrix, a row of `outputs` floats for each input, from `mAt` on
  /// @param x one float an input
  /// @param y one float an output
  void addProduct(
      float[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt);

  /// Multiplies a matrix of [ShortFloat] with a vector: `y[o] = Σ x[c] · m[c][o]`, one input after
  /// the other, so that a last one with a factor of 1 is added with one rounding.
  ///
  /// @param m the matrix, a row of `outputs` numbers for each input, from `mAt` on
  /// @param x one float an input
  /// @param y receives one float an output
  void shortProduct(
      short[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt);

  /// Multiplies a matrix with a vector from the other side: `x[c] = Σ m[c][o] · y[o]`.
  ///
  /// @param m the matrix, a row of `outputs` floats for each input, from `mAt` on
  /// @param y one float an output
  /// @param x receives one float an input
  default void transposedProduct(
      float[] m, int mAt, int inputs, int outputs, float[] y, int yAt, float[] x, int xAt) {
    for (int c = 0; c < inputs; c++) {
      x[xAt + c] = dot(m, mAt + c * outputs, y, yAt, outputs);
    }
  }

  /// Adds an outer product to a matrix: `m[c][o] = keep · m[c][o] + gain · x[c] · y[o]`.
  ///
  /// @param m the matrix, a row of `outputs` floats for each input, from `mAt` on
  void addOuter(
      float keep,
      float gain,
      float[] x,
      int xAt,
      int inputs,
      float[] y,
      int yAt,
      int outputs,
      float[] m,
      int mAt);

  /// Scores a dense block of rows through a hidden layer of rectified units:
  /// `scores[r] = biases[r] + Σ output[j] · max(0, query[j] + block[r][j])`.
  ///
  /// @param query `length` floats from `queryAt`
  /// @param output `length` floats from `outputAt`
  /// @param block rows of `length` floats each
  /// @param biases one float a row
  /// @param rows how many rows to score, from the first
  /// @param scores receives one float a row
  void hiddenScores(
      float[] query,
      int queryAt,
      float[] output,
      int outputAt,
      int length,
      float[] block,
      float[] biases,
      int rows,
      float[] scores);
}
