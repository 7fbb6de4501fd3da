package dev.eddy.index;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.Model;

/// Where the vectors of items point, as seen from what all have in common at one moment; made
/// once for all the items that a query compares.
public final class Directions {

  private final ItemIndex index;
  private final Model model;
  private final float[] shared;
  private final float[] common;

  Directions(ItemIndex index, Model model, float[] shared) {
    this.index = index;
    this.model = model;
    this.shared = shared;
    common = Direction.common(model, shared);
  }

  /// Returns where an item's vector points; of the place where it starts while nobody has rated
  /// it, null where nothing is known of it.
  ///
  /// @param number of the item
  public Direction of(int number) {
    MergedItem item = index.item(number);
    return item == null ? null : Direction.of(model, shared, common, item.values());
  }
}
