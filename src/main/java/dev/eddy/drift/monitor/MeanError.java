package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// The mean absolute error of predictions made before a rating was learned, in ratings.
public final class MeanError implements Monitor {

  /// Creates the monitor.
  public MeanError() {}

  @Override
  public String name() {
    return "error";
  }

  @Override
  public String unit() {
    return "rating";
  }

  @Override
  public String meaning() {
    return "Predictions are getting worse.";
  }

  @Override
  public String advice() {
    return "Look at new users and items first, then at what changed in the stream.";
  }

  @Override
  public boolean isOfLoop() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.error().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.error().errorSquare();
  }
}
