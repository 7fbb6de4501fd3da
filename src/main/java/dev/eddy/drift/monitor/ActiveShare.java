package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// Which share of all that users did in the window the most active fiftieth of them did
/// ([Movements#top][dev.eddy.drift.count.Movements#top]). Choices count however
/// well they were predicted, so this tells of enthusiasts whose ratings hardly move an item any
/// more, and who still decide what counts as popular.
public final class ActiveShare implements Monitor {

  /// A smaller part than a fiftieth is a handful of users where there are few, and follows whoever
  /// is active just then.
  private static final int ONE_IN = 50;

  /// Creates the monitor.
  public ActiveShare() {}

  @Override
  public String name() {
    return "active-share";
  }

  @Override
  public String unit() {
    return "share of events";
  }

  @Override
  public String meaning() {
    return "A few users do most of what is learned from.";
  }

  @Override
  public String advice() {
    return "Look at who they are; cap the influence of a single user.";
  }

  @Override
  public boolean comparesWithControl() {
    return false;
  }

  @Override
  public double leastDeviation() {
    return 0.008; // where users are few, a handful of them is the fiftieth
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.events().top(ONE_IN);
  }
}
