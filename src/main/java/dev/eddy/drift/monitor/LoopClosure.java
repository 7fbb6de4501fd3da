package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// Which share of ratings is of items that the user was recently shown: how much of what is
/// learned the system itself brought about (Sinha, Gleich and Ramani 2016, "Deconvolving feedback
/// loops in recommender systems").
public final class LoopClosure implements Monitor {

  /// Creates the monitor.
  public LoopClosure() {}

  @Override
  public String name() {
    return "loop-closure";
  }

  @Override
  public String unit() {
    return "share of ratings";
  }

  @Override
  public String meaning() {
    return "The system learns mostly from what it showed.";
  }

  @Override
  public String advice() {
    return "Explore more, so that the system also learns about items that it did not show.";
  }

  @Override
  public boolean comparesWithControl() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.closure().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.closure().errorSquare();
  }
}
