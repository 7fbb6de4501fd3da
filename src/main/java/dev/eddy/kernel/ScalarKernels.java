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
  public float dot(float[] a, int aAt, byte[] b, int bAt, int length) {
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

  @Override
  public int reaching(float[] x, int xAt, int length, float threshold, int[] places) {
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (x[xAt + i] >= threshold) {
        places[found++] = i;
      }
    }
    return found;
  }

  @Override
  public void addProduct(
      float[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt) {
    for (int c = 0; c < inputs; c++) {
      axpy(x[xAt + c], m, mAt + c * outputs, y, yAt, outputs);
    }
  }

  @Override
  public void shortProduct(
      short[] m, int mAt, int inputs, int outputs, float[] x, int xAt, float[] y, int yAt) {
    for (int o = 0; o < outputs; o++) {
      float sum = 0;
      for (int c = 0; c < inputs; c++) {
        sum += x[xAt + c] * ShortFloat.toFloat(m[mAt + c * outputs + o]);
      }
      y[yAt + o] = sum;
    }
  }

  @Override
  public void addOuter(
      float keep,
      float gain,
      float[] x,
      int xAt,
      int inputs,
      float[] y,
      int yAt,
      int outputs,
      float[] m,
      int mAt) {
    for (int c = 0; c < inputs; c++) {
      for (int o = 0; o < outputs; o++) {
        int at = mAt + c * outputs + o;
        m[at] = keep * m[at] + gain * x[xAt + c] * y[yAt + o];
      }
    }
  }

  @Override
  public void hiddenScores(
      float[] query,
      int queryAt,
      float[] output,
      int outputAt,
      int length,
      float[] block,
      float[] biases,
      int rows,
      float[] scores) {
    for (int row = 0; row < rows; row++) {
      float score = biases[row];
      for (int j = 0; j < length; j++) {
        score += output[outputAt + j] * Math.max(0, query[queryAt + j] + block[row * length + j]);
      }
      scores[row] = score;
    }
  }
}
