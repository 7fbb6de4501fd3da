package dev.eddy.factorization.model;

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

  /// The row of an item that is not admitted: the account of its ratings ([RatingSum]), and
  /// nothing that is learned.
  public static final RowLayout WAITING = new RowLayout(2, List.of(Block.account(0, 1)));

  /// Less than any row starts with; sums of rounded differences do not go below it.
  private static final float MIN_PRECISION = 1e-6f;

  /// One block of parameters.
  ///
  /// @param at index of the first parameter
  /// @param size number of parameters
  /// @param precisionAt index of their common precision
  /// @param maxPrecision what a merged precision is capped at
  public record Block(int at, int size, int precisionAt, float maxPrecision) {

    private static final float NO_CAP = Float.MAX_VALUE;

    /// Returns the block that is no parameter but the account of an item's ratings, numbers that
    /// add up as they are.
    public static Block account(int sumAt, int ratingsAt) {
      return new Block(sumAt, 1, ratingsAt, NO_CAP);
    }

    /// Returns whether it is no parameter.
    public boolean isAccount() {
      return maxPrecision == NO_CAP;
    }
  }

  /// Copies the list.
  public RowLayout {
    blocks = List.copyOf(blocks);
  }

  /// Returns the natural form of a row: parameters times precision, precisions and accounts as they
  /// are.
  public float[] toNatural(float[] row) {
    float[] natural = new float[length];
    for (Block block : blocks) {
      float weight = block.isAccount() ? 1 : row[block.precisionAt];
      natural[block.precisionAt] = row[block.precisionAt];
      for (int i = block.at; i < block.at + block.size; i++) {
        natural[i] = row[i] * weight;
      }
    }
    return natural;
  }

  /// Turns a natural form back into a row. Whatever the natural form, parameters come out within
  /// [#LIMIT] of zero and precisions positive.
  public void fromNatural(float[] natural, float[] row) {
    for (Block block : blocks) {
      if (block.isAccount()) {
        row[block.at] = natural[block.at];
        row[block.precisionAt] = natural[block.precisionAt];
        continue;
      }
      row[block.precisionAt] = Math.max(natural[block.precisionAt], MIN_PRECISION);
      float inverse = 1 / row[block.precisionAt];
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

  /// Returns whether a row, or a difference, is of [#WAITING]: no other is that short.
  public static boolean isWaiting(float[] row) {
    return row.length == WAITING.length;
  }

  /// Returns the account of a row: a row of [#WAITING].
  public float[] account(float[] row) {
    Block block = accountBlock();
    return new float[] {row[block.at], row[block.precisionAt]};
  }

  /// Puts an account in the place of a row's own. Works on natural forms as well.
  public void putAccount(float[] row, float[] account) {
    Block block = accountBlock();
    row[block.at] = account[0];
    row[block.precisionAt] = account[1];
  }

  private Block accountBlock() {
    for (Block block : blocks) {
      if (block.isAccount()) {
        return block;
      }
    }
    throw new IllegalStateException("rows without an account do not wait: " + this);
  }

  /// Adds a difference to a natural form. Of the two one may be of [#WAITING]: then accounts are
  /// added, which is all that they have in common.
  public void addNatural(float[] to, float[] change) {
    if (to.length == change.length) {
      for (int i = 0; i < to.length; i++) {
        to[i] += change[i];
      }
    } else if (isWaiting(change)) {
      Block block = accountBlock();
      to[block.at] += change[0];
      to[block.precisionAt] += change[1];
    } else {
      Block block = accountBlock();
      to[0] += change[block.at];
      to[1] += change[block.precisionAt];
    }
  }
}
