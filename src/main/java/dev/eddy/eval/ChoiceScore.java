package dev.eddy.eval;

/// How high what was chosen next stood among all items that the user did not have. Not safe for use
/// by several threads.
///
/// There is one relevant item a list, so the reciprocal rank and the discounted gain depend on its
/// rank alone, and neither is cut off.
public final class ChoiceScore {

  private static final int TOP = 10;

  private long n;
  private long hits;
  private double reciprocals;
  private double gains;

  ChoiceScore() {}

  /// What was found; means are not a number before the first choice.
  ///
  /// @param n how many choices were looked at
  /// @param hitAt10 the part of them that was among the first ten
  /// @param mrr the mean reciprocal rank
  /// @param ndcg the mean discounted cumulative gain (Järvelin and Kekäläinen 2002)
  public record Values(long n, double hitAt10, double mrr, double ndcg) {}

  /// Adds a choice.
  ///
  /// @param rank of what was chosen, from 1, ties counting half; infinite where it could not be
  ///     listed
  void add(double rank) {
    n++;
    hits += rank <= TOP ? 1 : 0;
    reciprocals += 1 / rank;
    gains += Math.log(2) / Math.log(1 + rank);
  }

  /// Returns what was found so far.
  public Values values() {
    return new Values(n, (double) hits / n, reciprocals / n, gains / n);
  }
}
