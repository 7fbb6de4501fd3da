package dev.eddy.choice.row;

/// All items as somebody sees them: as merged from all partitions, or with what one partition
/// changed on top. Items have the numbers of [dev.eddy.factorization.item.ItemRows].
///
/// Rows of [MergedItems] are safe for use by several threads.
public interface ChoiceRows {

  /// Returns an item, not to be changed, or null while nobody has chosen it.
  ChoiceCounts item(int number);

  /// Returns the items that are chosen near one; perhaps as they were a moment ago.
  Neighbours.List near(int number);

  /// Returns what belongs to no item, not to be changed, or null while there is nothing.
  ChoiceShared shared();

  /// Returns how many items there are.
  int size();

  /// Returns the number of an item by its place among all; it keeps that place.
  int numberAt(int place);
}
