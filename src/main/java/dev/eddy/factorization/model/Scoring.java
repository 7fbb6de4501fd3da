package dev.eddy.factorization.model;

import java.util.random.RandomGenerator;

/// What a model says of rows that were learned: scores, predicted ratings, how uncertain they are.
///
/// A part of [Model], which says what rows there are.
public interface Scoring {

  /// Returns the settings.
  LearningSettings settings();

  /// Returns the score of a user and an item, before the link.
  float score(float[] shared, float[] user, float[] item);

  /// Returns the predicted rating, within the scale.
  default float predict(float[] shared, float[] user, float[] item) {
    return toRating(score(shared, user, item));
  }

  /// Returns the rating, within the scale, that a score stands for.
  default float toRating(float score) {
    return settings().toRating(settings().link().apply(score));
  }

  /// Returns how uncertain an item's bias is, as a standard deviation of the score.
  float itemDeviation(float[] item);

  /// Returns how long a user's vector is.
  int userFactors();

  /// Returns a row as the user's may be: its vector is drawn from what the row is sure of.
  ///
  /// @param scale how many standard deviations a draw goes
  float[] drawUser(float[] user, double scale, RandomGenerator chance);

  /// Returns the bias of an item: how much better or worse than an average item it is liked, in
  /// units of the score.
  float itemBias(float[] item);

  /// Returns the bias of a user.
  float userBias(float[] user);

  /// Returns the Euclidean length of a user's vector.
  float userNorm(float[] user);

  /// Returns the Euclidean length of an item's vector.
  float itemNorm(float[] item);

  /// Returns the mean of the ratings of an item that stand; not a number where there are none. It
  /// is told, and not used to predict.
  ///
  /// @param item its row, which may be one that waits
  double meanRating(float[] item);
}
