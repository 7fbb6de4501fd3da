package dev.eddy.drift;

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
    return "length of a row";
  }

  @Override
  public String meaning() {
    return "Users' rows move more than they used to when they are solved.";
  }

  @Override
  public String advice() {
    return "Look whether items have changed much; then at the error.";
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
