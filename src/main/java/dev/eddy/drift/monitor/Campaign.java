package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;
import java.util.List;
import java.util.Map;

/// How far the latest ratings of any one item lie on one side of what it was rated before, in
/// standard errors, of the item where that is furthest
/// ([Residuals#furthest][dev.eddy.drift.count.Residuals#furthest]). People who rate for themselves
/// scatter about an item's mean; a group that pushes or buries an item does not. The mean of an
/// item's latest ratings is watched so by Zhang, Chakrabarti, Ford and Makedon 2006, "Attack
/// detection in time series for recommender systems". New items are left out: of them nobody knows
/// what to expect.
public final class Campaign implements Monitor {

  /// Creates the monitor.
  public Campaign() {}

  @Override
  public String name() {
    return "campaign";
  }

  @Override
  public String unit() {
    return "standard errors";
  }

  @Override
  public String meaning() {
    return "One item is rated far above or below what was expected.";
  }

  @Override
  public String advice() {
    return "Look at the item and at who rates it: it may be pushed or buried by a group. Cap the"
        + " influence of users and of groups that behave alike.";
  }

  @Override
  public boolean comparesWithControl() {
    return false;
  }

  @Override
  public double leastDeviation() {
    return 0.6; // the largest of many values of unit variance
  }

  @Override
  public double value(ArmCounts counts, Population population) {
    List<Map.Entry<String, Double>> furthest = population.residuals().furthest(1);
    return furthest.isEmpty() ? Double.NaN : Math.abs(furthest.getFirst().getValue());
  }
}
