package dev.eddy.factorization;

import java.util.List;

/// How a row of floats is laid out: blocks of parameters, each with one float that says how sure
/// the learner is of it (its precision, the inverse of a variance, in units of the rating noise).
///
/// The layout also defines how work of several partitions is merged. In *natural form* each
/// parameter is multiplied by its precision. Evidence about a Gaussian adds up in that form, so
/// two partitions that learned from the same row send the differences of their natural forms, and
/// the sum of those belongs to the row that has seen both. Eight partitions that each move an
/// item a full step do not overshoot: the precisions add up as well, and divide.
///
/// @param length floats in a row
/// @param blocks the blocks; together with their precisions they cover the row
public record RowLayout(int length, List<Block> blocks) {

  /// Parameters are kept within this of zero: as a score it is as good as infinite.
  public static final float LIMIT = 60;

  /// Less than any row starts with; sums of rounded differences do not go below it.
  private static final float MIN_PRECISION = 1e-6f;

  /// One block of parameters.
  ///
  /// @param at index of the first parameter
  /// @param size number of parameters
  /// @param precisionAt index of their common precision
  /// @param maxPrecision what a merged precision is capped at
  public record Block(int at, int size, int precisionAt, float maxPrecision) {}

  /// Copies the list.
  public RowLayout {
    blocks = List.copyOf(blocks);
  }

  /// Returns the natural form of a row: parameters times precision, precisions as they are.
  public float[] toNatural(float[] row) {
    float[] natural = new float[length];
    for (Block block : blocks) {
      float precision = row[block.precisionAt];
      natural[block.precisionAt] = precision;
      for (int i = block.at; i < block.at + block.size; i++) {
        natural[i] = row[i] * precision;
      }
    }
    return natural;
  }

  /// Turns a natural form back into a row. Whatever the natural form, parameters come out within
  /// [#LIMIT] of zero and precisions positive.
  public void fromNatural(float[] natural, float[] row) {
    for (Block block : blocks) {
      float precision = Math.max(natural[block.precisionAt], MIN_PRECISION);
      float inverse = 1 / precision;
      row[block.precisionAt] = precision;
      for (int i = block.at; i < block.at + block.size; i++) {
        row[i] = Math.clamp(natural[i] * inverse, -LIMIT, LIMIT);
      }
    }
  }

  /// Merges a difference of natural forms into a row. A precision above the cap is then lowered
  /// to it, so that the row goes on following what changes.
  public void merge(float[] row, float[] delta) {
    float[] natural = toNatural(row);
    for (int i = 0; i < length; i++) {
      natural[i] += delta[i];
    }
    fromNatural(natural, row);
    for (Block block : blocks) {
      row[block.precisionAt] = Math.min(row[block.precisionAt], block.maxPrecision);
    }
  }
}
