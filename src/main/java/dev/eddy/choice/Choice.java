package dev.eddy.choice;

/// That somebody chose an item.
///
/// @param item its number
/// @param rating how it was rated, not a number where it was not
/// @param worth how much it counts: 1 for a rating, negative for what tells against the item;
///     within [#MOST_WORTH] of zero
/// @param timeMs event time
public record Choice(int item, float rating, double worth, long timeMs) {

  /// A choice counts no more than so many, whatever it is said to be worth.
  public static final double MOST_WORTH = 100;

  /// Keeps the worth within bounds; not a number is worth nothing.
  public Choice {
    worth = Double.isNaN(worth) ? 0 : Math.clamp(worth, -MOST_WORTH, MOST_WORTH);
  }

  /// Returns a choice that is a rating of no kind.
  public static Choice rated(int item, float rating, long timeMs) {
    return new Choice(item, rating, 1, timeMs);
  }

  /// Returns a choice that is no rating.
  ///
  /// @param worth how much it counts, negative for what tells against the item
  public static Choice unrated(int item, double worth, long timeMs) {
    return new Choice(item, Float.NaN, worth, timeMs);
  }

  /// Returns the choice, of which only a part counts.
  Choice times(double part) {
    return new Choice(item, rating, part * worth, timeMs);
  }

  boolean isRated() {
    return Float.isFinite(rating);
  }
}
