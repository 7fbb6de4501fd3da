package dev.eddy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on the Java Vector API, in the widest shape the processor prefers.
///
/// A dot product runs on four accumulators, so that the latency of one fused multiply-add hides
/// behind three others; the rest of a row that does not fill a vector is a scalar loop, which
/// costs less than a masked load on machines without mask registers.
public final class SimdKernels implements VectorKernels {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  SimdKernels() {}

  /// Returns how many floats one vector holds on this machine.
  public static int lanes() {
    return LANES;
  }

  @Override
  public String name() {
    return "simd-" + SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    int i = 0;
    float sum = 0;
    if (length >= LANES) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int end = length - 4 * LANES; i <= end; i += 4 * LANES) {
        s0 = load(a, aAt + i).fma(load(b, bAt + i), s0);
        s1 = load(a, aAt + i + LANES).fma(load(b, bAt + i + LANES), s1);
        s2 = load(a, aAt + i + 2 * LANES).fma(load(b, bAt + i + 2 * LANES), s2);
        s3 = load(a, aAt + i + 3 * LANES).fma(load(b, bAt + i + 3 * LANES), s3);
      }
      for (int end = length - LANES; i <= end; i += LANES) {
        s0 = load(a, aAt + i).fma(load(b, bAt + i), s0);
      }
      sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    }
    for (; i < length; i++) {
      sum = Math.fma(a[aAt + i], b[bAt + i], sum);
    }
    return sum;
  }

  @Override
  public void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    int i = 0;
    FloatVector factors = FloatVector.broadcast(SPECIES, factor);
    for (int end = length - LANES; i <= end; i += LANES) {
      load(x, xAt + i).fma(factors, load(y, yAt + i)).intoArray(y, yAt + i);
    }
    for (; i < length; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public void scale(float factor, float[] x, int xAt, int length) {
    int i = 0;
    for (int end = length - LANES; i <= end; i += LANES) {
      load(x, xAt + i).mul(factor).intoArray(x, xAt + i);
    }
    for (; i < length; i++) {
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
    int i = 0;
    FloatVector gainUsers = FloatVector.broadcast(SPECIES, gainUser);
    FloatVector gainItems = FloatVector.broadcast(SPECIES, gainItem);
    for (int end = length - LANES; i <= end; i += LANES) {
      FloatVector u = load(user, userAt + i);
      FloatVector v = load(item, itemAt + i);
      v.fma(gainUsers, u.mul(keepUser)).intoArray(user, userAt + i);
      u.fma(gainItems, v.mul(keepItem)).intoArray(item, itemAt + i);
    }
    for (; i < length; i++) {
      float u = user[userAt + i];
      float v = item[itemAt + i];
      user[userAt + i] = Math.fma(gainUser, v, keepUser * u);
      item[itemAt + i] = Math.fma(gainItem, u, keepItem * v);
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

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }
}
