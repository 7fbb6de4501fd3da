package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceFeature;

/// The sums over the neighbours of a history, one a feature.
enum Nearness {
  /// The newest choices alone.
  LAST(0, ChoiceFeature.NEAR_LAST, 0.7f, false),
  /// The last ten or twenty.
  RECENT(1, ChoiceFeature.NEAR_RECENT, 0.9f, false),
  /// All in the window, the older ones less.
  ALL(2, ChoiceFeature.NEAR_ALL, 0.99f, false),
  /// Those rated below the user's own mean.
  DISLIKED(3, ChoiceFeature.NEAR_DISLIKED, 0.9f, true),
  /// All in the window, whatever their order.
  EVER(4, ChoiceFeature.NEAR_EVER, 1, false),
  /// The same by how likely it is chosen after each, so that what is popular counts more.
  LIKELY(5, ChoiceFeature.LIKELY_AFTER, 1, false);

  /// How many there are.
  static final int SIZE = values().length;

  /// Added to every sum before its logarithm is taken.
  private static final float EPSILON = 0.01f;

  private static final float PER_EPSILON = 1 / EPSILON;

  /// What the logarithm is where there is no neighbour.
  static final float NOTHING = (float) Math.log(EPSILON);

  private final int place;
  private final ChoiceFeature feature;
  private final float fade;
  private final boolean dislikedOnly;

  Nearness(int place, ChoiceFeature feature, float fade, boolean dislikedOnly) {
    this.place = place;
    this.feature = feature;
    this.fade = fade;
    this.dislikedOnly = dislikedOnly;
  }

  /// Returns where it stands among all.
  int place() {
    return place;
  }

  ChoiceFeature feature() {
    return feature;
  }

  /// Returns what a choice counts by the next one.
  float fade() {
    return fade;
  }

  boolean dislikedOnly() {
    return dislikedOnly;
  }

  /// Returns by how much a sum lifts the feature above that of an item without neighbours: the
  /// logarithm of [#ratio].
  static float lift(float sum) {
    return sum > 0 ? (float) Math.log(ratio(sum)) : 0;
  }

  /// Returns how many times as large a sum is as that of an item without neighbours.
  static float ratio(float sum) {
    return 1 + sum * PER_EPSILON;
  }
}
