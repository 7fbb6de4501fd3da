package dev.eddy.choice;

import dev.eddy.factorization.LearningSettings;

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
          "a rating scale needs two numbers, the lower first, not "
              + ratingMin
              + " and "
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

  double scale() {
    return ratingMax - ratingMin;
  }
}
