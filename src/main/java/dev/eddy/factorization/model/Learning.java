package dev.eddy.factorization.model;

/// How a model learns: where rows start, what a rating changes.
///
/// A part of [Model], which says what rows there are.
public interface Learning {

  /// Returns a shared row that has seen nothing.
  float[] newShared();

  /// Adds a little noise, from the seed and the id, to where a user starts.
  void addNoise(String userId, float[] user);

  /// Returns the row of an item without ratings: the mean of the rows of items, and a little noise
  /// from the seed and the id.
  float[] newItem(String itemId, float[] shared);

  /// Returns the row that users without ratings start around; of the means in the shared row.
  float[] meanUser(float[] shared);

  /// Returns the row that items without ratings start around.
  float[] meanItem(float[] shared);

  /// Moves the mean where users start towards a user's row.
  void followUser(float[] shared, float[] user);

  /// Moves the mean where items start towards an item's row.
  void followItem(float[] shared, float[] item);

  /// Returns the row of a feature that adds nothing yet to where rows start.
  ///
  /// @param kind of users or of items
  float[] newFeature(RowKind kind);

  /// Learns from one rating, changing all three rows. Whatever the rating and the weight, finite
  /// rows stay finite.
  ///
  /// @param rating the rating, on the scale
  /// @param weight how much it counts, 0–10; 0 changes nothing
  /// @param voice how much of the step others are moved by, 0–1
  /// @return how far the item's parameters moved, the Euclidean length of the step
  float learn(float[] shared, float[] user, float[] item, float rating, float weight, float voice);

  /// Returns how much session biases are believed, 0 to 2: what the shift of a session bias is
  /// multiplied by.
  float sessionTrust(float[] shared);

  /// Learns from one rating how much session biases are to be believed: a regression of the error
  /// on the shift, with one parameter. Where users have no session bias, it goes to 0.
  ///
  /// @param shared changed
  /// @param score of the rated item, without the shift
  /// @param shift of the moment, as it was before the rating was known
  /// @param rating the rating, on the scale
  /// @param weight how much it counts, 0–10
  void learnSessionTrust(float[] shared, float score, float shift, float rating, float weight);

  /// Returns what solves users' rows.
  UserSolver newSolver();

  /// Keeps account of the ratings of an item, for their mean.
  ///
  /// @param item its row, which may be one that waits
  /// @param before the rating that no longer stands; not a number where there is none
  /// @param after the rating that stands now; not a number where there is none
  void account(float[] item, double before, double after);
}
