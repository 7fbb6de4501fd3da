/// What a peer has learned. Safe for use by several threads.
@FunctionalInterface
interface Scorer {

  /// Returns one score an item, the higher the better. An item with a score of
  /// [Double#NEGATIVE_INFINITY] is not listed. Items that the user has, or that nobody has, may
  /// have any score.
  ///
  /// @param user a user with at least one choice
  double[] scores(int user);
}
