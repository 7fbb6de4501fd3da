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
/// @param maxPrecision what a merged precision is capped at
/// @param blocks the blocks; together with their precisions they cover the row
public record RowLayout(int length, float maxPrecision, List<Block> blocks) {

  /// One block of parameters.
  ///
  /// @param at index of the first parameter
  /// @param size number of parameters
  /// @param precisionAt index of their common precision
  public record Block(int at, int size, int precisionAt) {}

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

  /// Turns a natural form back into a row. A precision above the cap is lowered to it; one that
  /// is not positive, which only a forgotten contribution can cause, makes its parameters zero.
  public void fromNatural(float[] natural, float[] row) {
    for (Block block : blocks) {
      float precision = natural[block.precisionAt];
      float inverse = precision > 0 ? 1 / precision : 0;
      row[block.precisionAt] = Math.min(Math.max(precision, Float.MIN_NORMAL), maxPrecision);
      for (int i = block.at; i < block.at + block.size; i++) {
        row[i] = natural[i] * inverse;
      }
    }
  }

  /// Merges a difference of natural forms into a row.
  public void merge(float[] row, float[] delta) {
    float[] natural = toNatural(row);
    for (int i = 0; i < length; i++) {
      natural[i] += delta[i];
    }
    fromNatural(natural, row);
  }
}
