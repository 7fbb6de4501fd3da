package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// How far a user's row moves by the step of a rating, over its length, in the mean.
public final class UserDrift implements Monitor {

  /// Creates the monitor.
  public UserDrift() {}

  @Override
  public String name() {
    return "user-drift";
  }

  @Override
  public String unit() {
    return "relative to the row length";
  }

  @Override
  public String meaning() {
    return "User rows move more than they used to.";
  }

  @Override
  public String advice() {
    return "Look for a change in what is rated or by whom, then at the error.";
  }

  @Override
  public boolean isOfLoop() {
    return false;
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.userMoves().mean();
  }

  @Override
  public double errorSquare(ArmCounts counts) {
    return counts.userMoves().errorSquare();
  }
}
