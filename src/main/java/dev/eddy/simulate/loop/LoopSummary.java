package dev.eddy.simulate.loop;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// A run of a loop in a few numbers: before the onset, and at the end, of [#SPAN] rounds each.
///
/// @param giniBefore Gini coefficient of exposure of ordinary people's lists
/// @param giniAfter the same at the end
/// @param kindBefore share of exposure of the kind of item that enthusiasts are after
/// @param kindAfter the same at the end
/// @param kindSince the same over all rounds from the onset on
/// @param targetBefore share of exposure of the item that a campaign is about; not a number where
///     there is none
/// @param targetAfter the same at the end
/// @param rmse root mean square error of predictions of ordinary people's ratings, from the onset
///     on
/// @param choiceHit how likely a look at a list ended in a choice, from the onset on
/// @param monitors by name
public record LoopSummary(
    double giniBefore,
    double giniAfter,
    double kindBefore,
    double kindAfter,
    double kindSince,
    double targetBefore,
    double targetAfter,
    double rmse,
    double choiceHit,
    Map<String, Monitored> monitors) {

  /// So many rounds are averaged.
  public static final int SPAN = 10;

  /// What a monitor came to.
  ///
  /// @param before its mean value of the treated before the onset
  /// @param after at the end
  /// @param controlBefore its mean value of the control group before the onset
  /// @param controlAfter at the end
  /// @param alarms in which rounds alarms began
  public record Monitored(
      double before,
      double after,
      double controlBefore,
      double controlAfter,
      List<Integer> alarms) {}

  /// Sums a run up.
  public static LoopSummary of(LoopRun run) {
    int onset = run.settings().onset();
    double[] gini = run.gini();
    double[] kind = run.share(run::isOfKind);
    double[] target = run.share(item -> item == run.target());
    boolean hasTarget = run.target() >= 0;
    List<Round> since = run.rounds().subList(onset, run.rounds().size());
    double squares = since.stream().mapToDouble(Round::squares).sum();
    double ratings = since.stream().mapToLong(Round::ratings).sum();
    double found = since.stream().mapToLong(Round::found).sum();
    double looks = since.stream().mapToLong(Round::looks).sum();
    Map<String, Monitored> monitors = new TreeMap<>();
    run.byMonitor()
        .forEach(
            (name, told) ->
                monitors.put(
                    name,
                    new Monitored(
                        mean(before(told, onset), one -> one.signal().treated()),
                        mean(last(told), one -> one.signal().treated()),
                        mean(before(told, onset), one -> one.signal().control()),
                        mean(last(told), one -> one.signal().control()),
                        run.alarms(name))));
    return new LoopSummary(
        mean(gini, onset - SPAN, onset),
        mean(gini, gini.length - SPAN, gini.length),
        mean(kind, onset - SPAN, onset),
        mean(kind, kind.length - SPAN, kind.length),
        mean(kind, onset, kind.length),
        hasTarget ? mean(target, onset - SPAN, onset) : Double.NaN,
        hasTarget ? mean(target, target.length - SPAN, target.length) : Double.NaN,
        Math.sqrt(squares / ratings),
        found / looks,
        monitors);
  }

  private static List<LoopRun.Told> before(List<LoopRun.Told> told, int onset) {
    return told.stream()
        .filter(one -> one.window() >= onset - SPAN && one.window() < onset)
        .toList();
  }

  private static List<LoopRun.Told> last(List<LoopRun.Told> told) {
    return told.subList(Math.max(0, told.size() - SPAN), told.size());
  }

  private static double mean(List<LoopRun.Told> told, ToDoubleFunction<LoopRun.Told> value) {
    return told.stream().mapToDouble(value).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /// Returns the mean of some values.
  ///
  /// @param from the first of them
  /// @param to the one behind the last
  public static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int at = from; at < to; at++) {
      sum += values[at];
    }
    return sum / (to - from);
  }
}
