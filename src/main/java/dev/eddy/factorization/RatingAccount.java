package dev.eddy.factorization;

/// The mean of an item's ratings, in the item's row: told, and not used to predict.
///
/// It is a block whose precision is the number of ratings. So its natural form is their sum, and
/// what partitions counted adds up when they are merged. That number has no cap.
final class RatingAccount {

  /// Whole numbers that went through a merge may be off by a rounding.
  private static final float LEAST_COUNT = 0.5f;

  private final LearningSettings settings;
  private final int mean;
  private final int ratings;

  /// Places the account in the item's row.
  RatingAccount(LearningSettings settings, int at) {
    this.settings = settings;
    mean = at;
    ratings = at + 1;
  }

  RowLayout.Block block() {
    return new RowLayout.Block(mean, 1, ratings, RowLayout.Block.NO_CAP);
  }

  int end() {
    return ratings + 1;
  }

  /// Puts one rating in the place of another; not a number stands for none.
  void replace(float[] item, double before, double after) {
    float sum = item[mean] * item[ratings];
    float count = item[ratings];
    if (!Double.isNaN(before)) {
      sum -= settings.toUnit(before);
      count--;
    }
    if (!Double.isNaN(after)) {
      sum += settings.toUnit(after);
      count++;
    }
    boolean any = count >= LEAST_COUNT;
    item[mean] = any ? sum / count : 0;
    item[ratings] = any ? count : 0;
  }

  /// Returns the mean, not a number where there are no ratings.
  double mean(float[] item) {
    return item[ratings] < LEAST_COUNT ? Double.NaN : settings.toRating(item[mean]);
  }
}
