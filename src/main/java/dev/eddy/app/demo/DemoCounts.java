package dev.eddy.app.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.instance.LiveAccuracy;
import dev.eddy.app.replay.RowReport;
import dev.eddy.serve.backend.Backend;
import dev.eddy.stream.Engine;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import dev.eddy.table.Tally;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What an engine has counted, as the demo reports it.
final class DemoCounts {

  private DemoCounts() {}

  /// The counts that must be equal once everything is learned and merged.
  ///
  /// @param standing new ratings less withdrawn and forgotten ones
  /// @param users sum of the counts of all user rows
  /// @param items sum of the counts of all item rows
  record Sums(long standing, long users, long items) {

    static Sums of(Engine engine) {
      long[] users = {0};
      for (PartitionView task : engine.tasks().all()) {
        task.forEachUser((id, count) -> users[0] += count);
      }
      return new Sums(standing(engine), users[0], engine.index().countSum());
    }

    static long standing(Engine engine) {
      return engine
          .tasks()
          .sum(task -> task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed());
    }

    boolean agree() {
      return standing == users && users == items;
    }
  }

  static long handled(Engine engine) {
    return outcomes(engine).values().stream().mapToLong(Long::longValue).sum();
  }

  static Map<Outcome, Long> outcomes(Engine engine) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, count(engine, outcome));
    }
    return outcomes;
  }

  /// Returns what became of the rows of this run. What an earlier one had left in the topic is
  /// learned as well, and told apart.
  static RowReport rows(
      Engine engine, Tally tally, Map<Outcome, Long> before, long left, boolean publishDamaged) {
    Map<Outcome, Long> now = outcomes(engine);
    now.replaceAll((outcome, count) -> count - before.get(outcome));
    long rejected = now.get(Outcome.REJECTED) - (publishDamaged ? tally.refused() : 0);
    RowReport rows =
        new RowReport(tally)
            .with(
                "learned",
                now.get(Outcome.NEW) + now.get(Outcome.REPLACED) + now.get(Outcome.CHOSEN))
            .with("ignored", now.get(Outcome.IGNORED));
    if (rejected > 0) {
      rows.with("refused_by_stream", rejected);
    }
    if (left > 0) {
      rows.with("of_earlier_run", left);
    }
    return rows;
  }

  static String error(Engine engine) {
    Backend.Accuracy accuracy = LiveAccuracy.of(engine);
    return accuracy.n() == 0 ? "" : String.format(Locale.ROOT, "RMSE %.4f", accuracy.rmse());
  }

  static String report(Engine engine, RowReport rows, Sums sums, long sent, double seconds) {
    Backend.Accuracy accuracy = LiveAccuracy.of(engine);
    ObjectNode report = new JsonMapper().createObjectNode();
    rows.put(report);
    report.put("accepted", count(engine, Outcome.NEW));
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.NEW) {
        report.put(outcome.label(), count(engine, outcome));
      }
    }
    report.put("user_count_sum", sums.users());
    report.put("item_count_sum", sums.items());
    report.put("rmse", rounded(accuracy.rmse()));
    report.put("mae", rounded(accuracy.mae()));
    report.put("seconds", seconds);
    report.put("events_per_s", Math.round(sent / Math.max(seconds, 0.001)));
    return report.toString();
  }

  static long count(Engine engine, Outcome outcome) {
    return engine.tasks().sum(task -> task.count(outcome));
  }

  static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }
}
