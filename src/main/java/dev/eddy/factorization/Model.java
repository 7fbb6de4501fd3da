package dev.eddy.factorization;

import dev.eddy.kernel.VectorKernels;
import java.util.List;
import java.util.random.RandomGenerator;

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

  /// Returns what it computes with.
  VectorKernels kernels();

  /// Returns how a user's row is laid out.
  RowLayout userLayout();

  /// Returns how an item's row is laid out.
  RowLayout itemLayout();

  /// Returns how the shared row is laid out.
  RowLayout sharedLayout();

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
  /// @param voice how much of the step others are moved by, 0–1
  /// @return how far the item's parameters moved, the Euclidean length of the step
  float learn(float[] shared, float[] user, float[] item, float rating, float weight, float voice);

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

  /// Returns how uncertain an item's bias is, as a standard deviation of the score.
  float itemDeviation(float[] item);

  /// Returns how long a user's vector is.
  int userFactors();

  /// Returns a row as the user's may be: its vector is drawn from what the row is sure of.
  ///
  /// @param scale how many standard deviations a draw goes
  float[] drawUser(float[] user, double scale, RandomGenerator chance);

  /// Returns what solves users' rows.
  UserSolver newSolver();

  /// Returns how long the vectors are that [#scanVector] makes.
  int scanLength();

  /// Returns what stands for a user in a scan.
  float[] scanQuery(float[] shared, float[] user);

  /// Writes an item's scan vector and returns its scan bias.
  ///
  /// @param into receives as many floats as [#scanLength] says, from `at` on
  float scanVector(float[] shared, float[] item, float[] into, int at);

  /// Returns whether scan vectors change with the shared row.
  boolean scansWithShared();

  /// Returns whether what [#scan] makes of a row is the product of query and vector plus the
  /// bias.
  boolean scansByProduct();

  /// Scores many items for one user.
  ///
  /// @param query made by [#scanQuery] with the shared row that the vectors were made with
  /// @param vectors scan vectors, one after the other
  /// @param biases scan biases; minus infinity makes a score of minus infinity
  /// @param rows how many items
  /// @param scores receives the score of each, less [#scanOffset]
  void scan(float[] query, float[] vectors, float[] biases, int rows, float[] scores);

  /// Returns what is to be added to the result of a scan to make it the score.
  float scanOffset(float[] shared, float[] user);

  /// Keeps account of the ratings of an item, for their mean.
  ///
  /// @param item its row, which may be one that waits
  /// @param before the rating that no longer stands; not a number where there is none
  /// @param after the rating that stands now; not a number where there is none
  void account(float[] item, double before, double after);

  /// Returns the mean of the ratings of an item that stand; not a number where there are none. It
  /// is told, and not used to predict.
  ///
  /// @param item its row, which may be one that waits
  double meanRating(float[] item);

  /// Returns the bias of an item: how much better or worse than an average item it is liked, in
  /// units of the score.
  float itemBias(float[] item);

  /// Returns the bias of a user.
  float userBias(float[] user);

  /// Returns the Euclidean length of a user's vector.
  float userNorm(float[] user);

  /// Returns how far the biases and vectors of two rows of users are apart.
  float userDistance(float[] a, float[] b);

  /// Returns the Euclidean length of an item's vector.
  float itemNorm(float[] item);

  /// Returns the layers, from the input on.
  List<Layer> layers();

  /// Returns what of the settings the content of rows depends on, for people: rows learned with
  /// another signature must not be learned on.
  String signature();
}
