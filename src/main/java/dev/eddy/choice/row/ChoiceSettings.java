package dev.eddy.choice.row;

import dev.eddy.factorization.model.LearningSettings;

/// How choices are learned.
///
/// @param ratingMin the lowest rating of the scale
/// @param ratingMax the highest rating of the scale
/// @param seed of what is drawn at random
public record ChoiceSettings(double ratingMin, double ratingMax, long seed) {

  /// Ratings from this part of the scale on tell of liking.
  private static final double LIKED = 0.75;

  /// Checks the scale.
  public ChoiceSettings {
    if (!(ratingMin < ratingMax)) {
      throw new IllegalArgumentException(
          "the rating scale must go from a lower to a higher number, but is "
              + ratingMin
              + " to "
              + ratingMax);
    }
  }

  /// Returns the lowest rating that tells of liking.
  public double leastLiked() {
    return ratingMin + LIKED * scale();
  }

  /// Returns how choices are learned beside ratings.
  public static ChoiceSettings of(LearningSettings learning) {
    return new ChoiceSettings(learning.ratingMin(), learning.ratingMax(), learning.seed());
  }

  public double scale() {
    return ratingMax - ratingMin;
  }
}
