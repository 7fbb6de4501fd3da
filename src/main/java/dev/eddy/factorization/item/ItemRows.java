package dev.eddy.factorization.item;

/// All items as a learner sees them from outside: their numbers, and the merged rows.
///
/// Items are numbered from 1 in the order in which they are first named; a number is never given
/// to another item while the process lives. Number 0 is the model's shared row, which travels and
/// merges like an item; its id is the empty string. Safe for use by several threads.
public interface ItemRows {

  /// The number of the shared row.
  int SHARED = 0;

  /// Returns an item's number, giving it one if it has none.
  int number(String itemId);

  /// Returns the id of a numbered item.
  String id(int number);

  /// Returns the newest merged row, or null while there is none.
  MergedItem merged(int number);

  /// Returns the parameters of the newest merged row, not to be changed, or null while there is
  /// none.
  default float[] values(int number) {
    MergedItem merged = merged(number);
    return merged == null ? null : merged.values();
  }

  /// Returns what is merged of an item that has no row: the count and the account of its ratings,
  /// or null while nothing is. Of an item with a row it may be anything that was true once.
  default MergedItem waiting(int number) {
    return null;
  }
}
