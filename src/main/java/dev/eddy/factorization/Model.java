package dev.eddy.factorization;

/// A model that learns from single ratings. It has no state of its own: everything it learns is
/// in rows, plain arrays that the caller owns, stores and ships.
///
/// There are three kinds of rows: one a user, one an item, and one shared row for the whole model
/// (the global mean, the means of rows, the weights of a network, the trust in moods).
/// Implementations are immutable and safe for use by several threads; the rows are not.
public interface Model {

  /// Returns the name by which settings choose the model.
  String name();

  /// Returns the settings.
  LearningSettings settings();

  /// Returns how a user's row is laid out.
  RowLayout userLayout();

  /// Returns how an item's row is laid out.
  RowLayout itemLayout();

  /// Returns how the shared row is laid out.
  RowLayout sharedLayout();

  /// Returns a shared row that has seen nothing.
  float[] newShared();

  /// Returns the row of a user without ratings: the mean of the rows of users, and a little noise
  /// from the seed and the id.
  float[] newUser(String userId, float[] shared);

  /// Returns the row of an item without ratings, made as that of a user.
  float[] newItem(String itemId, float[] shared);

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

  /// Learns from one rating, changing all three rows. Whatever the rating and the weight, finite
  /// rows stay finite.
  ///
  /// @param rating the rating, on the scale
  /// @param weight how much it counts, 0–10; 0 changes nothing
  /// @return how far the item's parameters moved, the Euclidean length of the step
  float learn(float[] shared, float[] user, float[] item, float rating, float weight);

  /// Returns how much moods are believed, 0 to 2: what a [Moment]'s shift is multiplied by.
  float moodTrust(float[] shared);

  /// Learns from one rating how much moods are to be believed: a regression of the error on the
  /// shift, with one parameter. Where users have no moods, it goes to 0.
  ///
  /// @param shared changed
  /// @param score of the rated item, without the shift
  /// @param shift of the moment, as it was before the rating was known
  /// @param rating the rating, on the scale
  /// @param weight how much it counts, 0–10
  void learnMoodTrust(float[] shared, float score, float shift, float rating, float weight);

  /// Learns again from a rating that was learned before. The step is plain and small, and what
  /// the rows are sure of does not grow: nothing new was heard. Finite rows stay finite.
  ///
  /// @param shared only read
  /// @param rating the rating, on the scale
  /// @param weight how much it counts, 0–10
  void rehearse(float[] shared, float[] user, float[] item, float rating, float weight);

  /// Returns how long the vectors are that [#scanQuery] and [#scanVector] make.
  int scanLength();

  /// Returns the vector whose inner product with an item's scan vector, plus the item's scan
  /// bias, orders items as their scores for this user do.
  float[] scanQuery(float[] shared, float[] user);

  /// Writes an item's scan vector and returns its scan bias.
  float scanVector(float[] item, float[] into, int at);

  /// Returns what is to be added to the result of a scan to make it the score.
  float scanOffset(float[] shared, float[] user);

  /// Returns the bias of an item: how much better or worse than an average item it is liked, in
  /// units of the score.
  float itemBias(float[] item);

  /// Returns the bias of a user.
  float userBias(float[] user);
}
