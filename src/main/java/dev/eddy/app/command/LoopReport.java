package dev.eddy.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.lists.BrakeChange;
import dev.eddy.simulate.World;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a simulated loop prints.
final class LoopReport {

  private static final String ROW = "%-22s %10s %10s %10s %10s  %s%n";

  private final LoopRun run;
  private final LoopSummary summary;

  LoopReport(LoopRun run) {
    this.run = run;
    summary = LoopSummary.of(run);
  }

  ObjectNode json() {
    LoopSettings settings = run.settings();
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("scenario", settings.scenario().label());
    report.put("loop", settings.closed() ? "on" : "off");
    ObjectNode brakes = report.putObject("brakes");
    settings.brakes().values().forEach((brake, value) -> brakes.put(brake.label(), value));
    report.put("rounds", settings.rounds());
    report.put("onset", settings.onset());
    report.put("users", settings.users());
    report.put("items", settings.items());
    report.put("control_share", settings.controlShare());
    report.put("seed", settings.seed());
    report.put("gini_before", rounded(summary.giniBefore()));
    report.put("gini_after", rounded(summary.giniAfter()));
    report.put("kind", run.kind());
    report.put("kind_share_before", rounded(summary.kindBefore()));
    report.put("kind_share_after", rounded(summary.kindAfter()));
    if (run.target() >= 0) {
      report.put("target", World.itemId(run.target()));
      report.put("target_share_before", rounded(summary.targetBefore()));
      report.put("target_share_after", rounded(summary.targetAfter()));
    }
    report.put("rmse", rounded(summary.rmse()));
    report.put("choice_hit", rounded(summary.choiceHit()));
    ObjectNode monitors = report.putObject("monitors");
    summary.monitors().forEach((name, monitor) -> put(monitors.putObject(name), monitor));
    ObjectNode governor = report.putObject("governor");
    governor.put("mode", settings.brakes().governor().mode().label());
    ArrayNode steps = governor.putArray("steps");
    run.steps().forEach(step -> put(steps.addObject(), step));
    return report;
  }

  private static void put(ObjectNode node, LoopRun.Step step) {
    node.put("round", step.round());
    node.put("kind", step.change().kind().label());
    node.put("brake", step.change().brake());
    node.put("from", step.change().from());
    node.put("to", step.change().to());
    node.put("monitor", step.change().monitor());
    node.put("reason", step.change().reason());
  }

  private static void put(ObjectNode node, LoopSummary.Monitored monitor) {
    node.put("before", rounded(monitor.before()));
    node.put("after", rounded(monitor.after()));
    node.put("control_before", rounded(monitor.controlBefore()));
    node.put("control_after", rounded(monitor.controlAfter()));
    ArrayNode alarms = node.putArray("alarms");
    monitor.alarms().forEach(alarms::add);
  }

  /// Returns nothing where there is nothing to tell of.
  private static Double rounded(double value) {
    return Double.isNaN(value) ? null : Math.rint(value * 1e6) / 1e6;
  }

  String table() {
    LoopSettings settings = run.settings();
    StringBuilder table = new StringBuilder();
    table.append(
        "%s, %d rounds, from round %d on; %,d users, %,d items, seed %d%n"
            .formatted(
                settings.scenario().label(),
                settings.rounds(),
                settings.onset(),
                settings.users(),
                settings.items(),
                settings.seed()));
    table.append(ROW.formatted("", "before", "after", "control", "after", "alarms in round"));
    for (Map.Entry<String, LoopSummary.Monitored> entry : summary.monitors().entrySet()) {
      LoopSummary.Monitored monitor = entry.getValue();
      table.append(
          ROW.formatted(
              entry.getKey(),
              cell(monitor.before()),
              cell(monitor.after()),
              cell(monitor.controlBefore()),
              cell(monitor.controlAfter()),
              alarms(monitor.alarms())));
    }
    table.append(
        "error of predictions (RMSE) %s; a look at a list ends in a choice in %.1f %% of cases%n"
            .formatted(cell(summary.rmse()), 100 * summary.choiceHit()));
    for (LoopRun.Step step : run.steps()) {
      BrakeChange change = step.change();
      table.append(
          "round %d, governor: %s %s from %s to %s, since %s%n"
              .formatted(
                  step.round(),
                  change.kind().label(),
                  change.brake(),
                  change.from(),
                  change.to(),
                  change.reason()));
    }
    return table.toString();
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String alarms(List<Integer> rounds) {
    return String.join(", ", rounds.stream().map(String::valueOf).toList());
  }
}
