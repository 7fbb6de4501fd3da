package dev.eddy.eval;

import java.util.Locale;
import java.util.function.Consumer;

/// Parts of the ratings, by how much was known when they were predicted.
public enum Segment {
  /// Every rating.
  ALL,
  /// The first ratings of a user.
  NEW_USER,
  /// The first ratings of an item.
  NEW_ITEM,
  /// The rest: neither the user nor the item is new.
  WARM;

  /// A user or an item with fewer ratings is new.
  public static final int NEW = 5;

  /// Returns the name as it stands in reports and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Visits the segments that a rating belongs to.
  ///
  /// @param userRatings how many ratings of the user were known before
  /// @param itemRatings how many ratings of the item were known before
  public static void of(int userRatings, int itemRatings, Consumer<Segment> visitor) {
    visitor.accept(ALL);
    if (userRatings < NEW) {
      visitor.accept(NEW_USER);
    }
    if (itemRatings < NEW) {
      visitor.accept(NEW_ITEM);
    }
    if (userRatings >= NEW && itemRatings >= NEW) {
      visitor.accept(WARM);
    }
  }
}
