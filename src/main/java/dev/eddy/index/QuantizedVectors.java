package dev.eddy.index;

import dev.eddy.kernel.VectorKernels;

/// The vectors of a segment in a byte a coordinate, and how far each lies from what these stand
/// for. By Cauchy and Schwarz its product with a vector of length 1 is no farther from that of the
/// bytes, so that most vectors need not be looked at.
final class QuantizedVectors {

  private static final int MOST = Byte.MAX_VALUE;

  /// More than rounding can make of a length or a product, as a part of the vector's length.
  private static final double ROUNDING = 1e-4;

  private final VectorKernels kernels;
  private final int stride;
  private final byte[] bytes;
  private final float[] scales = new float[ScanVectors.SEGMENT];
  private final float[] errors = new float[ScanVectors.SEGMENT];

  QuantizedVectors(VectorKernels kernels, int stride) {
    this.kernels = kernels;
    this.stride = stride;
    bytes = new byte[ScanVectors.SEGMENT * stride];
  }

  /// Takes over the vector of a place.
  void put(int place, float[] vectors, int at) {
    float most = 0;
    for (int i = at; i < at + stride; i++) {
      most = Math.max(most, Math.abs(vectors[i]));
    }
    float scale = most / MOST;
    double lost = 0;
    double square = 0;
    for (int i = 0; i < stride; i++) {
      float value = vectors[at + i];
      byte kept = (byte) (scale > 0 ? Math.round(value / scale) : 0);
      double difference = value - scale * (double) kept;
      bytes[place * stride + i] = kept;
      lost += difference * difference;
      square += value * (double) value;
    }
    scales[place] = scale;
    errors[place] = (float) (Math.sqrt(lost) + ROUNDING * Math.sqrt(square));
  }

  /// Returns what the product of a place's vector and a vector of length 1 is at most.
  float mostAlong(float[] unit, int place) {
    return scales[place] * kernels.dot(unit, 0, bytes, place * stride, stride) + errors[place];
  }
}
