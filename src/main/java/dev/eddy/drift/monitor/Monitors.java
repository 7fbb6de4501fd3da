package dev.eddy.drift.monitor;

import java.util.List;

/// All monitors. [ActiveShare] and [LoopClosure] tell first of a loop. The others say what these do
/// not: [ExposureGini] how far it has gone, [PopularityLift] which users it concerns,
/// [Miscalibration] whether lists still fit them, [Influence] who moves the model of ratings,
/// [Campaign] which item is pushed or buried, and [MeanError] how well the model predicts.
public final class Monitors {

  private static final List<Monitor> ALL =
      List.of(
          new ExposureGini(),
          new PopularityLift(),
          new Miscalibration(),
          new Influence(),
          new ActiveShare(),
          new Campaign(),
          new LoopClosure(),
          new MeanError());

  private static final List<Monitor> OF_LISTS =
      List.of(new ExposureGini(), new PopularityLift(), new Miscalibration(), new LoopClosure());

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
