package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;

/// Which share of all that moved items in the window came from the hundredth of users who moved
/// them most ([Movements#topHundredth][dev.eddy.drift.count.Movements#topHundredth]): the few
/// enthusiasts who set what everybody is shown.
public final class Influence implements Monitor {

  /// Creates the monitor.
  public Influence() {}

  @Override
  public String name() {
    return "influence";
  }

  @Override
  public String unit() {
    return "share";
  }

  @Override
  public String meaning() {
    return "A few users decide what everybody is shown.";
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
    return 0.02; // where users are few, one of them is the hundredth
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    return counts.movements().topHundredth();
  }
}
