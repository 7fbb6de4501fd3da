package dev.eddy.store;

import dev.eddy.factorization.PrincipalAxes;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;

/// What the vectors of a segment are along the first principal axes, laid out so that many are
/// multiplied with a query at once, and the length of what is left of each.
///
/// By Cauchy and Schwarz a product is at most the product of the heads plus that of the lengths
/// of the tails. Where that bound does not reach the list, the item need not be looked at; where
/// it does, its score is computed as without heads. So lists are exact, and most of the memory
/// that a plain scan reads is never touched.
final class Heads {

  /// Axes that are looked at.
  static final int LENGTH = 16;

  /// So many vectors lie side by side, axis by axis.
  private static final int GROUP = 64;

  /// More than rounding can make of a product, as a part of the two lengths.
  private static final float ROUNDING = 1e-5f;

  private final VectorKernels kernels;
  private final PrincipalAxes axes;
  private final float[] heads = new float[ItemIndex.SEGMENT * LENGTH];
  private final float[] tails = new float[ItemIndex.SEGMENT];

  /// A vector's head, and the lengths of its tail and of the whole.
  record Split(float[] head, float tail, float length) {

    /// Splits a vector. The tail comes out too long rather than too short.
    static Split of(
        VectorKernels kernels, PrincipalAxes axes, float[] vectors, int at, int stride) {
      float[] head = new float[axes.count()];
      kernels.transposedProduct(axes.matrix(), 0, axes.count(), stride, vectors, at, head, 0);
      double square = square(vectors, at, stride);
      double left = Math.max(0, square - square(head, 0, head.length)) + ROUNDING * square;
      return new Split(head, (float) Math.sqrt(left), (float) Math.sqrt(square));
    }

    private static double square(float[] values, int at, int length) {
      double square = 0;
      for (int i = at; i < at + length; i++) {
        square += values[i] * (double) values[i];
      }
      return square;
    }
  }

  Heads(VectorKernels kernels, PrincipalAxes axes) {
    this.kernels = kernels;
    this.axes = axes;
  }

  PrincipalAxes axes() {
    return axes;
  }

  /// Takes over the vector of a place.
  void put(int place, float[] vectors, int at, int stride) {
    Split split = Split.of(kernels, axes, vectors, at, stride);
    int to = place / GROUP * GROUP * LENGTH + place % GROUP;
    for (int axis = 0; axis < LENGTH; axis++) {
      heads[to + axis * GROUP] = split.head[axis];
    }
    tails[place] = split.tail;
  }

  /// Writes what the score of each place is at most.
  ///
  /// @param norms the lengths of the vectors
  void bounds(Split query, float[] biases, float[] norms, float[] bounds) {
    Arrays.fill(bounds, 0);
    for (int group = 0; group < ItemIndex.SEGMENT; group += GROUP) {
      kernels.addProduct(heads, group * LENGTH, LENGTH, GROUP, query.head, 0, bounds, group);
    }
    kernels.axpy(query.tail, tails, 0, bounds, 0, ItemIndex.SEGMENT);
    kernels.axpy(ROUNDING * query.length, norms, 0, bounds, 0, ItemIndex.SEGMENT);
    // The bias last, as a score adds it: then its rounding cannot turn the two about.
    kernels.axpy(1, biases, 0, bounds, 0, ItemIndex.SEGMENT);
  }
}
