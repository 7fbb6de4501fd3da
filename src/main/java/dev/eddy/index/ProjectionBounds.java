package dev.eddy.index;

import dev.eddy.kernel.ShortFloat;
import dev.eddy.kernel.VectorKernels;

/// What the score of each place of a segment is at most: by what its vector is along the first
/// principal axes, the length of what is left of it, and its bias, in sixteen bits each, laid out
/// so that many are multiplied with a query at once.
///
/// By Cauchy and Schwarz a product is at most the product of the heads plus that of the lengths
/// of the tails. Where that bound does not reach the list, the item need not be looked at; where
/// it does, its score is computed as without heads. So lists are exact, and most of the memory
/// that a plain scan reads is never touched. Four axes are enough, since most of what tells items
/// apart is their bias: more of them cost more than the items that they would rule out.
final class ProjectionBounds {

  /// Axes that are looked at.
  static final int LENGTH = 4;

  /// The head, the length of the tail and the bias, which comes last, as a score adds it: then
  /// its rounding cannot turn the two about.
  private static final int COLUMNS = LENGTH + 2;

  /// So many vectors lie side by side, column by column.
  private static final int GROUP = 64;

  /// What is lost of an item's head by keeping it in sixteen bits counts as part of its tail. A
  /// query has nothing to match it there, so it is given this part of its square: by Cauchy and
  /// Schwarz again, the product of the two grows by more than was lost.
  private static final float LOOSENESS = 1e-3f;

  /// This part of both squares as well: then the product of the tails grows by this part of the
  /// product of the lengths, which is more than rounding can make of anything here.
  private static final float ROUNDING = 1e-4f;

  private final VectorKernels kernels;
  private final PrincipalAxes axes;
  private final short[] columns = new short[ScanVectors.SEGMENT * COLUMNS];

  ProjectionBounds(VectorKernels kernels, PrincipalAxes axes) {
    this.kernels = kernels;
    this.axes = axes;
    for (int place = 0; place < ScanVectors.SEGMENT; place++) {
      remove(place);
    }
  }

  PrincipalAxes axes() {
    return axes;
  }

  /// Returns a query as [#bounds] takes it.
  static float[] query(VectorKernels kernels, PrincipalAxes axes, float[] vector) {
    float[] query = new float[COLUMNS];
    head(kernels, axes, vector, 0, vector.length, query);
    double square = square(vector, 0, vector.length);
    double left = square - square(query, 0, LENGTH);
    query[LENGTH] = (float) Math.sqrt(Math.max(0, left) + (LOOSENESS + ROUNDING) * square);
    query[LENGTH + 1] = 1;
    return query;
  }

  /// Takes over the vector and the bias of a place.
  void put(int place, float[] vectors, int at, int stride, float bias) {
    float[] head = new float[LENGTH];
    head(kernels, axes, vectors, at, stride, head);
    double square = square(vectors, at, stride);
    double left = Math.max(0, square - square(head, 0, LENGTH)) + ROUNDING * square;
    for (int axis = 0; axis < LENGTH; axis++) {
      short kept = ShortFloat.nearest(head[axis]);
      double lost = head[axis] - ShortFloat.toFloat(kept);
      left += lost * lost / LOOSENESS;
      columns[at(place, axis)] = kept;
    }
    columns[at(place, LENGTH)] = ShortFloat.up((float) Math.sqrt(left));
    columns[at(place, LENGTH + 1)] = ShortFloat.up(bias);
    if (!Double.isFinite(left)) {
      alwaysLookAt(place);
    }
  }

  /// Lets a vector be scored that learning has blown up: no bound of it is a number.
  private void alwaysLookAt(int place) {
    for (int column = 0; column <= LENGTH; column++) {
      columns[at(place, column)] = 0;
    }
    columns[at(place, LENGTH + 1)] = ShortFloat.up(Float.POSITIVE_INFINITY);
  }

  /// Rules a place out.
  void remove(int place) {
    columns[at(place, LENGTH + 1)] = ShortFloat.up(Float.NEGATIVE_INFINITY);
  }

  private static int at(int place, int column) {
    return place / GROUP * GROUP * COLUMNS + column * GROUP + place % GROUP;
  }

  private static void head(
      VectorKernels kernels,
      PrincipalAxes axes,
      float[] vectors,
      int at,
      int length,
      float[] head) {
    kernels.transposedProduct(axes.matrix(), 0, LENGTH, length, vectors, at, head, 0);
  }

  private static double square(float[] values, int at, int length) {
    double square = 0;
    for (int i = at; i < at + length; i++) {
      square += values[i] * (double) values[i];
    }
    return square;
  }

  /// Writes what the score of each place is at most.
  void bounds(float[] query, float[] bounds) {
    for (int group = 0; group < ScanVectors.SEGMENT; group += GROUP) {
      kernels.shortProduct(columns, group * COLUMNS, COLUMNS, GROUP, query, 0, bounds, group);
    }
  }
}
