package dev.eddy.simulate.trial;

import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// What is kept of one run.
///
/// @param settings of the run
/// @param alarms by monitor, in which rounds its alarms began; without those that never alarmed
/// @param halfWay the round in which what the scenario moves was half-way to its end value; empty
///     where it did not move
/// @param steps how often the governor moved a brake
/// @param summary the run in a few numbers
public record LoopOutcome(
    LoopSettings settings,
    Map<String, List<Integer>> alarms,
    OptionalInt halfWay,
    int steps,
    LoopSummary summary) {

  /// Returns what is kept of a run.
  public static LoopOutcome of(LoopRun run) {
    Map<String, List<Integer>> alarms = new TreeMap<>();
    for (String monitor : run.byMonitor().keySet()) {
      List<Integer> rounds = run.alarms(monitor);
      if (!rounds.isEmpty()) {
        alarms.put(monitor, rounds);
      }
    }
    double[] moved =
        run.settings().scenario().hasTarget()
            ? run.share(item -> item == run.target())
            : run.gini();
    return new LoopOutcome(
        run.settings(),
        alarms,
        HalfWay.of(moved, run.settings().onset()),
        (int) run.steps().stream().filter(step -> step.change().moves()).count(),
        LoopSummary.of(run));
  }

  /// Returns the round of the first alarm of some monitors from the onset on.
  public OptionalInt detected(Set<String> monitors) {
    return alarms.entrySet().stream()
        .filter(entry -> monitors.contains(entry.getKey()))
        .flatMapToInt(entry -> entry.getValue().stream().mapToInt(round -> round))
        .filter(round -> round >= settings.onset())
        .min();
  }

  /// Returns whether some monitors alarmed from the onset on, and not later than what the scenario
  /// moves was half-way to its end value.
  public boolean isDetectedInTime(Set<String> monitors) {
    OptionalInt detected = detected(monitors);
    return detected.isPresent() && (halfWay.isEmpty() || detected.getAsInt() <= halfWay.getAsInt());
  }

  /// Returns whether some monitors alarmed where there is nothing to alarm of: before the onset
  /// or, where the scenario is none of the loop, at any time.
  public boolean isFalselyAlarmed(Set<String> monitors) {
    int until = settings.scenario().isOfLoop() ? settings.onset() : Integer.MAX_VALUE;
    return alarms.entrySet().stream()
        .filter(entry -> monitors.contains(entry.getKey()))
        .flatMapToInt(entry -> entry.getValue().stream().mapToInt(round -> round))
        .anyMatch(round -> round < until);
  }
}
