package dev.eddy.drift.monitor;

import java.util.List;

/// All monitors of the counts of one window. Beside them, [ActivityGini] is over all time.
public final class Monitors {

  private static final List<Monitor> ALL =
      List.of(
          new ExposureGini(),
          new ExposureCoverage(),
          new ExposureEntropy(),
          new ShownPopularity(),
          new PopularityLift(),
          new Homogenization(),
          new Miscalibration(),
          new TasteShift(),
          new Degeneracy(),
          new Influence(),
          new ActiveShare(),
          new Campaign(),
          new LoopClosure(),
          new UserDrift(),
          new SolveDrift(),
          new ItemDrift(),
          new MeanError());

  private static final List<Monitor> OF_LISTS =
      List.of(
          new ExposureGini(),
          new ExposureCoverage(),
          new ExposureEntropy(),
          new ShownPopularity(),
          new PopularityLift(),
          new Miscalibration(),
          new LoopClosure());

  private Monitors() {}

  /// Returns those that tell of lists alone, and so of each model that makes lists.
  public static List<Monitor> ofLists() {
    return OF_LISTS;
  }

  /// Returns them in the order in which people look at them.
  public static List<Monitor> all() {
    return ALL;
  }
}
