package dev.eddy.factorization.model;

/// How a model scores many items for one user at once: items as vectors that lie side by side.
///
/// A part of [Model], which says what rows there are.
public interface Scanning {

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
}
