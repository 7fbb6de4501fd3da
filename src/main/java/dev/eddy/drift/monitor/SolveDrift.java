package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far a user's row moves when it is solved anew, over its length, in the mean: what the steps
/// before have missed, and what became of the items meanwhile.
public final class SolveDrift implements Monitor {

  /// Creates the monitor.
  public SolveDrift() {}

  @Override
  public String name() {
    return "solve-drift";
  }

  @Override
  public String unit() {
    return "relative to the row length";
  }

  @Override
  public String meaning() {
    return "User rows move more than they used to when they are solved.";
  }

  @Override
  public String advice() {
    return "Check whether items have changed much, then look at the error.";
  }

  @Override
  public boolean isOfLoop() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.userSolves().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.userSolves().errorSquare();
  }
}
