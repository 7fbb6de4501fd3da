package dev.eddy.eval;

/// Errors of predictions, summed up. Not safe for use by several threads.
public final class ErrorScore {

  private long n;
  private double squares;
  private double absolutes;

  /// Creates an empty score.
  public ErrorScore() {}

  /// Scores one prediction.
  public void add(float predicted, double rating) {
    double error = predicted - rating;
    n++;
    squares += error * error;
    absolutes += Math.abs(error);
  }

  /// Returns how many predictions were scored.
  public long n() {
    return n;
  }

  /// Returns the mean square error; NaN while nothing was scored.
  public double mse() {
    return squares / n;
  }

  /// Returns the root mean square error, in ratings; NaN while nothing was scored.
  public double rmse() {
    return Math.sqrt(mse());
  }

  /// Returns the mean absolute error, in ratings; NaN while nothing was scored.
  public double mae() {
    return absolutes / n;
  }
}
