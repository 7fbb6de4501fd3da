package dev.eddy.factorization;

/// How well ratings were predicted, each before it was learned (Gama et al. 2013, "On evaluating
/// stream learning algorithms"). Keeps the mean over everything, and a fading mean that follows
/// about the last 1,000 ratings.
///
/// One thread adds, any thread may read; a reader sees the values of one moment.
public final class PrequentialScore {

  /// The fading mean forgets this part of itself with each rating.
  private static final double FADING = 1.0 / 1000;

  private volatile Values values = new Values(0, 0, 0, 0, 0, 0);

  /// The score at one moment. Means are 0 while nothing was scored.
  ///
  /// @param n how many predictions were scored
  /// @param squares sum of squared errors
  /// @param absolutes sum of absolute errors
  /// @param recentSquare fading mean of squared errors
  /// @param recentAbsolute fading mean of absolute errors
  /// @param recentWeight how much the fading means weigh, 0 to 1; corrects their start at zero
  public record Values(
      long n,
      double squares,
      double absolutes,
      double recentSquare,
      double recentAbsolute,
      double recentWeight) {

    /// Returns the root mean square error over everything, in ratings.
    public double rmse() {
      return Math.sqrt(mse());
    }

    /// Returns the mean square error over everything.
    public double mse() {
      return n == 0 ? 0 : squares / n;
    }

    /// Returns the mean absolute error over everything, in ratings.
    public double mae() {
      return n == 0 ? 0 : absolutes / n;
    }

    /// Returns the root mean square error of about the last 1,000 ratings.
    public double recentRmse() {
      return n == 0 ? 0 : Math.sqrt(recentSquare / recentWeight);
    }

    /// Returns the mean absolute error of about the last 1,000 ratings.
    public double recentMae() {
      return n == 0 ? 0 : recentAbsolute / recentWeight;
    }

    /// Returns both together, as for several partitions; the recent means by their weights.
    public Values plus(Values other) {
      return new Values(
          n + other.n,
          squares + other.squares,
          absolutes + other.absolutes,
          recentSquare + other.recentSquare,
          recentAbsolute + other.recentAbsolute,
          recentWeight + other.recentWeight);
    }
  }

  /// Creates an empty score.
  public PrequentialScore() {}

  /// Creates a score that goes on from earlier values.
  public PrequentialScore(Values from) {
    values = from;
  }

  /// Scores one prediction.
  public void add(float predicted, double rating) {
    double error = predicted - rating;
    Values v = values;
    values =
        new Values(
            v.n + 1,
            v.squares + error * error,
            v.absolutes + Math.abs(error),
            v.recentSquare + FADING * (error * error - v.recentSquare),
            v.recentAbsolute + FADING * (Math.abs(error) - v.recentAbsolute),
            v.recentWeight + FADING * (1 - v.recentWeight));
  }

  /// Returns the score at this moment; any thread.
  public Values values() {
    return values;
  }
}
