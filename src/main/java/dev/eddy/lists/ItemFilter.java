package dev.eddy.lists;

import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import org.roaringbitmap.RoaringBitmap;

/// Which items may be in a list, by their numbers. For one thread.
public final class ItemFilter {

  /// With fewer items allowed than this part of all, each is scored by itself.
  private static final int FEW = 16;

  private final ItemIndex index;
  private final RoaringBitmap excluded;
  private final int minCount;

  /// Null where every item that is not excluded is allowed.
  private RoaringBitmap allowed;

  /// Creates a filter that allows all items but some.
  ///
  /// @param excluded items that are never in the list; the filter owns the bitmap from now on
  /// @param minCount how many ratings an item needs at least
  public ItemFilter(ItemIndex index, RoaringBitmap excluded, int minCount) {
    this.index = index;
    this.excluded = excluded;
    this.minCount = minCount;
  }

  /// Allows only these of the items that were allowed so far.
  ///
  /// @param items the filter owns the bitmap from now on
  public void allowOnly(RoaringBitmap items) {
    if (allowed == null) {
      allowed = items;
    } else {
      allowed.and(items);
    }
  }

  /// Excludes items.
  public void exclude(RoaringBitmap items) {
    excluded.or(items);
  }

  /// Excludes an item.
  public void exclude(int number) {
    excluded.add(number);
  }

  /// Returns whether an item may be in the list.
  public boolean accepts(int number) {
    return (allowed == null || allowed.contains(number))
        && !excluded.contains(number)
        && (minCount == 0 || index.count(number) >= minCount);
  }

  /// Returns the allowed items where they are so few that scoring each by itself is fastest; null
  /// where they are not.
  int[] few() {
    return allowed != null && allowed.getCardinality() < index.numberedEnd() / FEW
        ? allowed.toArray()
        : null;
  }

  /// Offers the items with the highest predicted ratings for a user's row.
  void best(float[] row, TopN best) {
    int[] few = few();
    if (few != null) {
      index.scan(row, few, this::accepts, best);
    } else {
      index.scan(row, this::accepts, best);
    }
  }
}
