package dev.eddy.serve.operations;

import dev.eddy.challenger.PairedEvidence;
import dev.eddy.http.Json;
import dev.eddy.serve.backend.Challenger;

/// How the challenger does beside the model that serves, on this instance.
///
/// @param generation of the model
/// @param prequential its scores of all ratings
/// @param lists how often what was chosen next was in the list that it would have shown
/// @param paired both models on the same ratings
/// @param behind how many records of the ratings it has not learned yet, on all instances; absent
///     while Kafka has not said so
/// @param promotable whether it may be promoted now, without force
/// @param hindrance why not, and what to do; absent where it may
record ChallengerScores(
    int generation,
    AccuracyEndpoint.Scores prequential,
    AccuracyEndpoint.Hits lists,
    Paired paired,
    Long behind,
    boolean promotable,
    String hindrance) {

  /// Both models on the same ratings, since the instance started.
  ///
  /// @param n how many ratings both predicted
  /// @param unpaired how many only one of them did
  /// @param mseDifference the mean squared error of the model that serves less that of the
  ///     challenger, in squared ratings; absent before the first pair
  /// @param low end of its confidence interval of 95 %, which holds at all times at once
  /// @param high end likewise
  /// @param evalue of the challenger being better ([PairedEvidence]); 20 is enough
  record Paired(
      long n, long unpaired, Double mseDifference, Double low, Double high, double evalue) {

    static Paired of(Challenger challenger, double scale) {
      PairedEvidence evidence = challenger.evidence();
      double square = scale * scale;
      boolean isAny = evidence.n() > 0;
      return new Paired(
          evidence.n(),
          challenger.unpaired(),
          isAny ? Json.round(square * evidence.mean()) : null,
          isAny ? Json.round(square * evidence.low()) : null,
          isAny ? Json.round(square * evidence.high()) : null,
          Json.round(evidence.eValue()));
    }
  }

  /// Returns the scores.
  ///
  /// @param scale the distance from the lowest to the highest rating
  static ChallengerScores of(Challenger challenger, double scale) {
    String hindrance = challenger.hindrance().orElse(null);
    return new ChallengerScores(
        challenger.generation(),
        AccuracyEndpoint.Scores.of(challenger.accuracy()),
        AccuracyEndpoint.Hits.of(challenger.hits()),
        Paired.of(challenger, scale),
        challenger.behind().isPresent() ? challenger.behind().getAsLong() : null,
        hindrance == null,
        hindrance);
  }
}
