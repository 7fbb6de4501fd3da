package dev.eddy.store;

import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;

/// What the owner of a partition keeps of choices under one key: those of an item or, under the
/// empty id, what belongs to none.
public sealed interface ChoiceRow {

  /// The choices of an item; the owner changes it.
  record OfItem(ChoiceItem item) implements ChoiceRow {}

  /// The clock and the weights; the owner changes it.
  record OfAll(ChoiceShared shared) implements ChoiceRow {}

  /// Returns the row of an id before anything is merged.
  static ChoiceRow first(String itemId) {
    return itemId.isEmpty() ? new OfAll(new ChoiceShared()) : new OfItem(new ChoiceItem());
  }
}
