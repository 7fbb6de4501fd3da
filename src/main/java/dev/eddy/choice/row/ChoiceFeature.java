package dev.eddy.choice.row;

/// What the score of an item is made of. The weights are learned; see [ChoiceShared].
///
/// Those of the item depend on it and the time alone. Those of the neighbours say how often it was
/// chosen soon after what the user chose last,
/// `log(ε + Σ_x fade^x · c(j_x, i) / (√(n_j·n_i) + 10))` with `j_0` the newest item of the history
/// and `c(j, i)` how often `i` was chosen soon after `j`, plus half of how often before it.
public enum ChoiceFeature {
  /// `log(1 + n)`, with `n` how often it was chosen.
  POPULARITY(0, 0.3),
  /// `log(0.1 + d)`, with `d` how often it was chosen lately, by the shortest half-life.
  FADING_SHORTEST(1, 0),
  /// The same by the second half-life.
  FADING_SHORT(2, 0),
  /// The same by the third.
  FADING_LONG(3, 0),
  /// The same by the longest.
  FADING_LONGEST(4, 0),
  /// `log(1 + days)` since it was first chosen.
  AGE(5, 0),
  /// By how much its ratings lie above the mean of all.
  LIKED(6, 0),
  /// Chosen after what the user chose just now: `fade` 0.7.
  NEAR_LAST(7, 0),
  /// Chosen after what the user chose lately: `fade` 0.9.
  NEAR_RECENT(8, 1),
  /// Chosen after whatever the user chose: `fade` 0.99.
  NEAR_ALL(9, 0),
  /// Chosen after what the user disliked: `fade` 0.9, over ratings below the user's own mean.
  NEAR_DISLIKED(10, 0),
  /// The score by which lists by rating are ordered, where there is one.
  RATING(11, 0),
  /// Chosen near whatever the user chose, in whatever order: `fade` 1.
  NEAR_EVER(12, 0),
  /// The same with `c(j_x, i) / (n_j + 10)` as summands.
  LIKELY_AFTER(13, 0);

  /// How many there are.
  public static final int SIZE = values().length;

  private final int place;
  private final double firstWeight;

  ChoiceFeature(int place, double firstWeight) {
    this.place = place;
    this.firstWeight = firstWeight;
  }

  /// Returns where it stands among all.
  public int place() {
    return place;
  }

  /// Returns the weight before anything is learned.
  double firstWeight() {
    return firstWeight;
  }
}
