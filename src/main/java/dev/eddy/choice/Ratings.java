package dev.eddy.choice;

/// The score of items for one user by which lists by rating are ordered; see
/// [ChoiceFeature#RATING][dev.eddy.choice.row.ChoiceFeature#RATING].
@FunctionalInterface
public interface Ratings {

  /// Where nothing is known of ratings.
  Ratings NONE = item -> 0;

  /// Returns the score of an item.
  float score(int item);
}
