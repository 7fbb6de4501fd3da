package dev.eddy.drift;

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
    return "part of the history";
  }

  @Override
  public String meaning() {
    return "Users are shown more popular things than they choose themselves.";
  }

  @Override
  public String advice() {
    return "Use a popularity discount, above all for the groups where the lift is largest.";
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    Moments lifts = new Moments();
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
