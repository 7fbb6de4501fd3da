package dev.eddy.simulate.trial;

import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import dev.eddy.simulate.people.Scenario;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Outcomes of runs that nobody has played.
final class SomeOutcomes {

  private SomeOutcomes() {}

  private static LoopSettings settings(Scenario scenario) {
    return new LoopSettings(
        scenario,
        true,
        LoopBrakes.NONE,
        LoopSettings.ROUNDS,
        LoopSettings.USERS,
        LoopSettings.ITEMS,
        LoopSettings.CONTROL_SHARE,
        1);
  }

  /// Returns an outcome with alarms, and else nothing of interest.
  static LoopOutcome alarmed(
      Scenario scenario, Map<String, List<Integer>> alarms, OptionalInt halfWay) {
    return new LoopOutcome(settings(scenario), alarms, halfWay, 0, summary(0, 0, 0, 0, 1, 1));
  }

  /// Returns an outcome without alarms.
  static LoopOutcome of(Scenario scenario, LoopSummary summary) {
    return new LoopOutcome(settings(scenario), Map.of(), OptionalInt.empty(), 0, summary);
  }

  /// Returns an outcome without alarms in which the governor moved a brake so often.
  static LoopOutcome governed(Scenario scenario, int steps) {
    return new LoopOutcome(
        settings(scenario), Map.of(), OptionalInt.empty(), steps, summary(0, 0, 0, 0, 1, 1));
  }

  /// Returns a run in numbers.
  ///
  /// @param gini at the end
  /// @param kindSince share of exposure of what enthusiasts are after, from the onset on
  /// @param targetBefore share of exposure of an attacked item
  /// @param targetAfter the same at the end
  static LoopSummary summary(
      double gini,
      double kindSince,
      double targetBefore,
      double targetAfter,
      double rmse,
      double choiceHit) {
    return new LoopSummary(
        0, gini, 0, 0, kindSince, targetBefore, targetAfter, rmse, choiceHit, Map.of());
  }
}
