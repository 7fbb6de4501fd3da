package dev.eddy.eval;

/// How high liked items are ranked among others that the user has not rated. Not safe for use by
/// several threads.
///
/// Each liked item is ranked among a sample of unrated ones (Vinagre, Jorge and Gama 2014,
/// "Evaluation of recommender systems in streaming environments", has the prequential form).
/// Sampled figures compare methods that saw the same sample; they are not those of a full
/// ranking.
public final class RankScore {

  private static final int TOP = 10;

  private long n;
  private long hits;
  private double gain;
  private double ranks;

  /// Creates an empty score.
  public RankScore() {}

  /// Scores one ranking.
  ///
  /// @param rank of the liked item, from 1; ties count half
  public void add(double rank) {
    n++;
    ranks += rank;
    if (rank <= TOP) {
      hits++;
      gain += Math.log(2) / Math.log(1 + rank);
    }
  }

  /// Returns how many rankings were scored.
  public long n() {
    return n;
  }

  /// Returns in what part of the rankings the liked item is among the first ten.
  public double recall() {
    return (double) hits / n;
  }

  /// Returns the normalized discounted cumulative gain at ten (Järvelin and Kekäläinen 2002).
  public double ndcg() {
    return gain / n;
  }

  /// Returns the mean rank, from 1.
  public double meanRank() {
    return ranks / n;
  }
}
