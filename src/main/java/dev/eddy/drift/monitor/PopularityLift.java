package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.RunningMean;
import java.util.SortedMap;

/// How much more popular what is shown is than what the same users have rated: `(shown − history)
/// / history`, the mean over the tenths of users by activity that saw lists (Abdollahpouri et al.
/// 2019, "The unfairness of popularity bias in recommendation"). 0: as popular; 1: twice as
/// popular.
public final class PopularityLift implements Monitor {

  /// Creates the monitor.
  public PopularityLift() {}

  @Override
  public String name() {
    return "popularity-lift";
  }

  @Override
  public String unit() {
    return "relative to the history";
  }

  @Override
  public String meaning() {
    return "Users are shown more popular items than they choose themselves.";
  }

  @Override
  public String advice() {
    return "Use a popularity discount, most of all for the groups with the largest lift.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    RunningMean lifts = new RunningMean();
    byActivity(counts, population).values().forEach(lifts::add);
    return lifts.mean();
  }

  @Override
  public SortedMap<Integer, Double> byActivity(ArmCounts counts, Population population) {
    return counts.lifts().byTenth(population.activity());
  }

  @Override
  public SortedMap<String, Double> byAttribute(ArmCounts counts) {
    return counts.lifts().byAttribute();
  }
}
