package dev.eddy.drift.governor;

import dev.eddy.lists.Brake;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which brake fits which monitor, the best first. `error` tells of the model rather than of the
/// loop and has none: it alarms where people change, too.
public final class Remedies {

  private static final Map<String, List<Brake>> OF =
      Map.ofEntries(
          Map.entry(
              "exposure-gini",
              List.of(
                  Brake.POPULARITY_DISCOUNT,
                  Brake.EXPLORATION,
                  Brake.IMPRESSION_DISCOUNT,
                  Brake.INFLUENCE_CAP)),
          Map.entry("popularity-lift", List.of(Brake.POPULARITY_DISCOUNT)),
          Map.entry("miscalibration", List.of(Brake.CALIBRATION)),
          Map.entry("influence", List.of(Brake.INFLUENCE_CAP)),
          Map.entry("active-share", List.of(Brake.DAILY_CAP, Brake.INFLUENCE_CAP)),
          Map.entry("campaign", List.of(Brake.DAILY_CAP, Brake.INFLUENCE_CAP)),
          Map.entry("loop-closure", List.of(Brake.EXPLORATION, Brake.PROPENSITY_WEIGHTS)));

  private Remedies() {}

  /// Returns the brakes that fit a monitor, the best first; none where none does.
  public static List<Brake> of(String monitor) {
    return OF.getOrDefault(monitor, List.of());
  }

  /// Returns the brakes that fit some monitor.
  public static Set<Brake> brakes() {
    Set<Brake> brakes = EnumSet.noneOf(Brake.class);
    OF.values().forEach(brakes::addAll);
    return brakes;
  }

  /// Returns the monitors that some brake fits.
  public static Set<String> monitors() {
    return OF.keySet();
  }
}
