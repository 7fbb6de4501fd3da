package dev.eddy.drift.governor;

import dev.eddy.lists.Brake;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which brake fits which monitor, the best first. Monitors that tell of the world or the model
/// rather than of the loop have none: `error`, `user-drift`, `solve-drift`, `item-drift` and
/// `activity-gini` alarm where people change, too.
public final class Remedies {

  private static final Map<String, List<Brake>> OF =
      Map.ofEntries(
          Map.entry(
              "exposure-gini",
              List.of(Brake.POPULARITY_DISCOUNT, Brake.EXPLORATION, Brake.INFLUENCE_CAP)),
          Map.entry(
              "exposure-coverage",
              List.of(Brake.EXPLORATION, Brake.POPULARITY_DISCOUNT, Brake.IMPRESSION_DISCOUNT)),
          Map.entry(
              "exposure-entropy",
              List.of(Brake.EXPLORATION, Brake.POPULARITY_DISCOUNT, Brake.IMPRESSION_DISCOUNT)),
          Map.entry("shown-popularity", List.of(Brake.POPULARITY_DISCOUNT)),
          Map.entry("popularity-lift", List.of(Brake.POPULARITY_DISCOUNT)),
          Map.entry("homogenization", List.of(Brake.INFLUENCE_CAP, Brake.EXPLORATION)),
          Map.entry("miscalibration", List.of(Brake.CALIBRATION)),
          Map.entry("taste-shift", List.of(Brake.CALIBRATION, Brake.EXPLORATION)),
          Map.entry("degeneracy", List.of(Brake.INFLUENCE_CAP, Brake.EXPLORATION)),
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
