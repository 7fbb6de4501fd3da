package dev.eddy.serve.operations;

import dev.eddy.challenger.Variant;
import dev.eddy.drift.VariantFacts;
import dev.eddy.http.Json;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import java.util.Optional;

/// What came of the lists of the model that serves and of its challenger, where that serves a share
/// of the users: plain counts, on all instances together.
///
/// @param share which part of the users the challenger serves
/// @param champion what came of the lists of the model that serves
/// @param challenger what came of those of the challenger
/// @param takenPerListDifference how much more is taken of a list of the challenger; absent until
///     both have shown one
record VariantScores(
    double share, Taken champion, Taken challenger, Double takenPerListDifference) {

  /// What came of the lists of one of them, since it took the role, in the windows of event time
  /// that ended.
  ///
  /// @param lists how many were shown
  /// @param choices how many new choices users made to whom it had shown the item in the seven days
  ///     before, or else the latest list
  /// @param taken how many of them were of an item that it had shown
  /// @param takenPerList absent before the first list
  /// @param takenOfChoices absent before the first choice
  record Taken(
      int generation,
      long lists,
      long choices,
      long taken,
      Double takenPerList,
      Double takenOfChoices) {

    static Taken of(Backend backend, Variant variant, int generation) {
      Optional<VariantFacts> facts =
          backend.drift().facts().flatMap(it -> it.variant(variant.label(), generation));
      long lists = facts.map(VariantFacts::lists).orElse(0L);
      long choices = facts.map(VariantFacts::choices).orElse(0L);
      long taken = facts.map(VariantFacts::taken).orElse(0L);
      return new Taken(
          generation, lists, choices, taken, ratio(taken, lists), ratio(taken, choices));
    }

    private static Double ratio(long part, long whole) {
      return whole == 0 ? null : Json.round((double) part / whole);
    }
  }

  /// Returns what came of them; null where the challenger serves nobody.
  static VariantScores of(Backend backend) {
    return backend
        .challenger()
        .filter(it -> it.share() > 0)
        .map(it -> of(backend, it))
        .orElse(null);
  }

  private static VariantScores of(Backend backend, Challenger other) {
    Taken champion = Taken.of(backend, Variant.CHAMPION, backend.generation());
    Taken challenger = Taken.of(backend, Variant.CHALLENGER, other.generation());
    boolean isBoth = champion.takenPerList != null && challenger.takenPerList != null;
    return new VariantScores(
        other.share(),
        champion,
        challenger,
        isBoth ? Json.round(challenger.takenPerList - champion.takenPerList) : null);
  }
}
