package dev.eddy.factorization;

import java.util.Locale;
import java.util.function.Consumer;

/// Parts of the ratings, or of the choices, by how much was known before.
public enum Segment {
  /// Every one.
  ALL,
  /// The first ones of a user.
  NEW_USER,
  /// The first ones of an item.
  NEW_ITEM,
  /// The rest: neither the user nor the item is new.
  WARM;

  /// A user or an item is new while fewer are known.
  public static final int NEW = 5;

  /// Returns the name as it stands in reports and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Visits the segments that a rating or a choice belongs to.
  ///
  /// @param ofUser how many of the user were known before
  /// @param ofItem how many of the item were known before
  public static void of(int ofUser, int ofItem, Consumer<Segment> visitor) {
    visitor.accept(ALL);
    if (ofUser < NEW) {
      visitor.accept(NEW_USER);
    }
    if (ofItem < NEW) {
      visitor.accept(NEW_ITEM);
    }
    if (ofUser >= NEW && ofItem >= NEW) {
      visitor.accept(WARM);
    }
  }
}
