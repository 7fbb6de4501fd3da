package dev.eddy.factorization.model;

/// The sum of an item's ratings and their number, in the item's row: their mean is told, and not
/// used to predict.
///
/// Both add up when what partitions counted is merged, in whichever order: a partition may see
/// fewer ratings than none while one that it withdraws is still on its way.
final class RatingSum {

  /// Whole numbers that went through a merge may be off by a rounding.
  private static final float LEAST_COUNT = 0.5f;

  private final LearningSettings settings;
  private final int sum;
  private final int ratings;

  /// Places the account in the item's row.
  RatingSum(LearningSettings settings, int at) {
    this.settings = settings;
    sum = at;
    ratings = at + 1;
  }

  RowLayout.Block block() {
    return RowLayout.Block.account(sum, ratings);
  }

  int end() {
    return ratings + 1;
  }

  /// Puts one rating in the place of another; not a number stands for none.
  void replace(float[] item, double before, double after) {
    if (!Double.isNaN(before)) {
      item[sum] -= settings.toUnit(before);
      item[ratings]--;
    }
    if (!Double.isNaN(after)) {
      item[sum] += settings.toUnit(after);
      item[ratings]++;
    }
  }

  /// Returns the mean, not a number where there are no ratings.
  double mean(float[] item) {
    return item[ratings] < LEAST_COUNT ? Double.NaN : settings.toRating(item[sum] / item[ratings]);
  }
}
