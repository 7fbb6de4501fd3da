package dev.eddy.app.instance;

import dev.eddy.challenger.PairedEvidence;
import dev.eddy.challenger.PairedScores;
import java.util.function.Supplier;

/// How two models do on the same ratings, as seen from one of them.
///
/// @param isPossible whether they learn from the same topic: ratings are paired by partition and
///     offset
/// @param evidence of this model being better
record Pairing(boolean isPossible, PairedScores scores, Supplier<PairedEvidence> evidence) {

  /// Returns how the second model does.
  static Pairing ofSecond(boolean isPossible, PairedScores scores) {
    return new Pairing(isPossible, scores, scores::evidence);
  }

  /// Returns how the first model does.
  static Pairing ofFirst(boolean isPossible, PairedScores scores) {
    return new Pairing(isPossible, scores, () -> scores.evidence().reversed());
  }
}
