package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceRows;
import dev.eddy.factorization.user.HistoryView;

/// What of a user's history moved the score of an item through its neighbours, and by how much.
///
/// Each [Nearness] is a logarithm of a sum over the history; what it adds to the score is divided
/// among the summands by their size. So the shares add up to exactly that part of the score.
public final class Reasons {

  private static final Nearness[] KINDS = Nearness.values();

  private Reasons() {}

  /// Returns the share of each place in the part of an item's score that comes from neighbours, in
  /// the order of places from the first that is kept; 0 for what is not near it.
  ///
  /// @param near the neighbours of this history
  public static double[] shares(
      int number, HistoryView history, Neighbourhood near, ChoiceScorer scorer, ChoiceRows rows) {
    double[] shares = new double[history.size() - history.first()];
    int place = near.find(number);
    if (place < 0) {
      return shares;
    }
    for (Nearness kind : KINDS) {
      float sum = near.sum(place, kind);
      if (sum > 0) {
        double each = scorer.part(near, place, kind) / sum;
        addTo(shares, each, kind, number, history, near, rows);
      }
    }
    return shares;
  }

  private static void addTo(
      double[] shares,
      double each,
      Nearness kind,
      int number,
      HistoryView history,
      Neighbourhood near,
      ChoiceRows rows) {
    float mean = Neighbourhood.mean(history);
    float fade = 1;
    for (int rank = 0; rank < near.windowSize(); rank++) {
      int at = near.window(rank);
      if (!kind.dislikedOnly() || near.isDisliked(history, at, mean)) {
        shares[at - history.first()] +=
            each * fade * Neighbourhood.near(rows, history.item(at), number, kind);
      }
      fade *= kind.fade();
    }
  }
}
