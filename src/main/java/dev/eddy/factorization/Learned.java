package dev.eddy.factorization;

import dev.eddy.factorization.user.HistoryChange;

/// What learning one event did.
///
/// @param change what became of the user's history
/// @param prediction the rating predicted before it was learned; NaN where nothing was learned
/// @param byVectors the same without what the user's mood of the day adds; NaN likewise
/// @param byBiases the same without the vectors, too; NaN likewise
/// @param itemRatings how many ratings of the item were known before, as far as other partitions'
///     are merged
/// @param itemMean the mean of those ratings, what one would guess who knows the item alone; NaN
///     without any
/// @param userNorm length of the user's vector now; NaN where it was not looked at
/// @param itemNorm length of the item's vector now; NaN where it was not looked at
public record Learned(
    HistoryChange change,
    float prediction,
    float byVectors,
    float byBiases,
    int itemRatings,
    float itemMean,
    float userNorm,
    float itemNorm) {

  static Learned nothing(HistoryChange change, int itemRatings) {
    float none = Float.NaN;
    return new Learned(change, none, none, none, itemRatings, none, none, none);
  }

  /// Returns true if the event taught something, so that its prediction may be scored.
  public boolean scored() {
    return change == HistoryChange.NEW || change == HistoryChange.REPLACED;
  }
}
