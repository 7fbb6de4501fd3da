package dev.eddy.kernel;

/// The plain loops: what the SIMD twin must equal, and what runs where it is not available.
public final class ScalarKernels implements VectorKernels {

  /// Creates the kernels; they have no state.
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  @Override
  public void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }

  @Override
  public void scale(float factor, float[] x, int xAt, int length) {
    for (int i = 0; i < length; i++) {
      x[xAt + i] *= factor;
    }
  }

  @Override
  public void sgdStep(
      float[] user,
      int userAt,
      float[] item,
      int itemAt,
      int length,
      float gainUser,
      float keepUser,
      float gainItem,
      float keepItem) {
    for (int i = 0; i < length; i++) {
      float u = user[userAt + i];
      float v = item[itemAt + i];
      user[userAt + i] = keepUser * u + gainUser * v;
      item[itemAt + i] = keepItem * v + gainItem * u;
    }
  }

  @Override
  public void scores(
      float[] query,
      int queryAt,
      float[] block,
      int stride,
      int length,
      float[] biases,
      int rows,
      float[] scores) {
    for (int row = 0; row < rows; row++) {
      scores[row] = biases[row] + dot(query, queryAt, block, row * stride, length);
    }
  }
}
