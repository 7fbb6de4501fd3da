package dev.eddy.factorization.item;

import dev.eddy.factorization.model.RowLayout;

/// An item's row as its owner published it, the work of all partitions merged. Immutable: whoever
/// holds one may read it for as long as it likes.
///
/// @param values the model's parameters, or those of [RowLayout#WAITING] while the item is not
///     admitted; not to be changed
/// @param count how many ratings of the item stand
/// @param sequences for each partition the sequence number of its last delta that is contained
/// @param ratedMs when the item was last rated; 0 where that is not known, negative if its owner
///     has let it go since
public record MergedItem(float[] values, int count, Sequences sequences, long ratedMs) {

  /// Creates a row of which it is not known when its item was last rated.
  public MergedItem(float[] values, int count, Sequences sequences) {
    this(values, count, sequences, 0);
  }

  /// Returns whether the item is not admitted: its ratings are counted, and nothing is learned.
  public boolean isWaiting() {
    return RowLayout.isWaiting(values);
  }
}
