package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.lists.CurrentBrakes;

/// How much more than others an event counts: by how likely the user was to be shown the item
/// ([dev.eddy.lists.Brakes#propensityWeights]), as the logged exposures say. With `p` it counts
/// `1/p` times, clipped (Schnabel et al. 2016, "Recommendations as treatments"); one of an item
/// that nobody showed of late, or of which nobody knows how likely it was, counts once.
///
/// @param brakes in force
/// @param drift knows what users were shown; null where drift is not watched
record Emphasis(CurrentBrakes brakes, DriftCounter drift) {

  /// Returns how many times an event counts, at least 1.
  float of(String userId, String itemId, long timeMs) {
    double most = 1 + brakes.get().propensityWeights();
    if (most == 1 || drift == null) {
      return 1;
    }
    float propensity = drift.propensity(userId, itemId, timeMs);
    return Float.isNaN(propensity) ? 1 : (float) Math.min(most, 1 / propensity);
  }
}
