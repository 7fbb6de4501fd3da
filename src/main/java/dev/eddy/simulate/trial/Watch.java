package dev.eddy.simulate.trial;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// How well some monitors told of one scenario, over several seeds.
///
/// @param detectedShare in which share of the runs one of them alarmed from the onset on, and not
///     later than what the scenario moves was half-way to its end value ([LoopOutcome])
/// @param medianDelay rounds from the onset to the first alarm, the median of the runs with one;
///     not a number without
/// @param firstShare in which share of the runs one of them alarmed in time, and no other monitor
///     of the loop alarmed earlier
/// @param falseAlarmShare in which share of the runs one of them alarmed where there was nothing to
///     alarm of
public record Watch(
    double detectedShare, double medianDelay, double firstShare, double falseAlarmShare) {

  /// Scores all monitors of the loop together.
  public static Watch ofAll(List<LoopOutcome> outcomes) {
    return of(LoopMonitors.NAMES, outcomes);
  }

  /// Scores some monitors.
  ///
  /// @param outcomes of one scenario; not empty
  public static Watch of(Set<String> monitors, List<LoopOutcome> outcomes) {
    double runs = outcomes.size();
    double detected = outcomes.stream().filter(one -> one.isDetectedInTime(monitors)).count();
    double first = outcomes.stream().filter(one -> isFirst(one, monitors)).count();
    double falsely = outcomes.stream().filter(one -> one.isFalselyAlarmed(monitors)).count();
    int[] delays =
        outcomes.stream()
            .filter(one -> one.detected(monitors).isPresent())
            .mapToInt(one -> delay(one, one.detected(monitors)))
            .sorted()
            .toArray();
    return new Watch(detected / runs, median(delays), first / runs, falsely / runs);
  }

  private static boolean isFirst(LoopOutcome outcome, Set<String> monitors) {
    return outcome.isDetectedInTime(monitors)
        && outcome.detected(monitors).equals(outcome.detected(LoopMonitors.NAMES));
  }

  private static int delay(LoopOutcome outcome, OptionalInt detected) {
    return detected.getAsInt() - outcome.settings().onset();
  }

  private static double median(int[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
  }
}
