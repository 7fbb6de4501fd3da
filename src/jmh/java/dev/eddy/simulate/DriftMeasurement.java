package dev.eddy.simulate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.people.Scenario;
import dev.eddy.simulate.trial.BrakeWorth;
import dev.eddy.simulate.trial.GovernorWorth;
import dev.eddy.simulate.trial.LoopOutcome;
import dev.eddy.simulate.trial.Trial;
import dev.eddy.simulate.trial.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the monitors of drift and the brakes on the loop are worth, in simulated worlds.
@Command(name = "drift", mixinStandardHelpOptions = true)
public final class DriftMeasurement implements Runnable {

  /// Brakes with the values that are measured; what acts together is separated by commas.
  private static final Map<String, List<String>> BRAKES = new LinkedHashMap<>();

  static {
    BRAKES.put("influence-cap", List.of("influence-cap=10"));
    BRAKES.put("daily-cap", List.of("daily-cap=3"));
    BRAKES.put("exploration", List.of("exploration=0.05"));
    BRAKES.put("thompson", List.of("thompson=1"));
    BRAKES.put("popularity-discount", List.of("popularity-discount=0.3"));
    BRAKES.put("impression-discount", List.of("impression-discount=0.3"));
    BRAKES.put("calibration", List.of("calibration=0.5"));
    BRAKES.put("propensity-weights", List.of("exploration=0.05", "propensity-weights=4"));
    BRAKES.put("daily-cap+exploration", List.of("daily-cap=3", "exploration=0.05"));
  }

  /// As few lists are shown in a window of the smallest world that the governor judges.
  private static final long LEAST_EXPOSURES = 100;

  @Option(names = "--seeds", defaultValue = "20")
  private int seeds;

  @Option(names = "--first-seed", defaultValue = "1")
  private long firstSeed;

  @Option(names = "--rounds", defaultValue = "" + LoopSettings.ROUNDS)
  private int rounds;

  @Option(names = "--users", defaultValue = "" + LoopSettings.USERS)
  private int users;

  @Option(names = "--items", defaultValue = "" + LoopSettings.ITEMS)
  private int items;

  @Option(
      names = "--governor-limits",
      split = ",",
      defaultValue = "daily-cap=3,exploration=0.05")
  private List<String> governorLimits;

  @Option(names = "--governor-step", defaultValue = "1")
  private double governorStep;

  @Option(names = "--monitors-only")
  private boolean monitorsOnly;

  @Option(names = "--threads", defaultValue = "2")
  private int threads;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DriftMeasurement()).execute(arguments));
  }

  @Override
  public void run() {
    List<LoopSettings> loops = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      loops.addAll(loops(scenario, LoopBrakes.NONE));
    }
    if (!monitorsOnly) {
      for (List<String> brakes : BRAKES.values()) {
        loops.addAll(loopsThatJudge(LoopBrakes.parse(brakes)));
      }
      loops.addAll(loopsThatJudge(governed()));
    }
    Settings settings =
        new SettingsLoader(Map.of())
            .load(
                Map.of("learning.factors", "16"),
                null,
                Map.of(
                    "events.scale-min", Double.toString(World.SCALE_MIN),
                    "events.scale-max", Double.toString(World.SCALE_MAX)));
    Progress progress = new Progress("loops", loops.size());
    Map<LoopSettings, LoopOutcome> outcomes;
    try {
      outcomes =
          new Trial(settings.learning(), settings.kernel().select(), threads)
              .run(loops, done -> show(progress, done));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    progress.finish(loops.size(), "");
    System.out.println(report(outcomes, progress.elapsed().toMillis() / 1000.0));
  }

  private LoopBrakes governed() {
    return LoopBrakes.NONE.governedBy(
        new GovernorSettings(
            GovernorSettings.Mode.ACT,
            GovernorSettings.limits(governorLimits),
            governorStep,
            LEAST_EXPOSURES));
  }

  private static synchronized void show(Progress progress, int done) {
    progress.show(done, "");
  }

  private List<LoopSettings> loops(Scenario scenario, LoopBrakes brakes) {
    return LongStream.range(firstSeed, firstSeed + seeds)
        .mapToObj(
            seed ->
                new LoopSettings(
                    scenario,
                    true,
                    brakes,
                    rounds,
                    users,
                    items,
                    LoopSettings.CONTROL_SHARE,
                    seed))
        .toList();
  }

  /// Returns the loops in which a brake is judged.
  private List<LoopSettings> loopsThatJudge(LoopBrakes brakes) {
    return Stream.of(Scenario.HONEST, Scenario.ENTHUSIASTS, Scenario.ATTACK)
        .flatMap(scenario -> loops(scenario, brakes).stream())
        .toList();
  }

  private List<LoopOutcome> of(
      Map<LoopSettings, LoopOutcome> outcomes, Scenario scenario, LoopBrakes brakes) {
    return loops(scenario, brakes).stream().map(outcomes::get).toList();
  }

  private ObjectNode report(Map<LoopSettings, LoopOutcome> outcomes, double seconds) {
    ObjectNode report = new JsonMapper().createObjectNode();
    ObjectNode scenarios = report.putObject("scenarios");
    ObjectNode monitors = report.putObject("monitors");
    for (Scenario scenario : Scenario.values()) {
      List<LoopOutcome> runs = of(outcomes, scenario, LoopBrakes.NONE);
      put(scenarios.putObject(scenario.label()), Watch.ofAll(runs));
      for (Monitor monitor : Monitors.all()) {
        Watch watch = Watch.of(Set.of(monitor.name()), runs);
        ObjectNode scored = monitors.withObject("/" + monitor.name()).putObject(scenario.label());
        put(scored, watch);
        scored.put("first_share", rounded(watch.firstShare()));
      }
    }
    if (!monitorsOnly) {
      putBrakes(report, outcomes);
    }
    report.put("seeds", seeds);
    report.put("first_seed", firstSeed);
    report.put("rounds", rounds);
    report.put("users", users);
    report.put("items", items);
    report.put("seconds", seconds);
    return report;
  }

  private void putBrakes(ObjectNode report, Map<LoopSettings, LoopOutcome> outcomes) {
    ObjectNode brakes = report.putObject("brakes");
    BrakeWorth.Worlds without = worlds(outcomes, LoopBrakes.NONE);
    List<BrakeWorth> fixed = new ArrayList<>();
    BRAKES.forEach(
        (name, values) -> {
          LoopBrakes held = LoopBrakes.parse(values);
          ObjectNode brake = brakes.putObject(name);
          ObjectNode set = brake.putObject("values");
          held.values().forEach((which, value) -> set.put(which.label(), value));
          BrakeWorth worth = BrakeWorth.of(without, worlds(outcomes, held));
          fixed.add(worth);
          put(brake, worth);
        });
    putGovernor(report.putObject("governor"), without, worlds(outcomes, governed()), fixed);
  }

  private BrakeWorth.Worlds worlds(Map<LoopSettings, LoopOutcome> outcomes, LoopBrakes brakes) {
    return new BrakeWorth.Worlds(
        of(outcomes, Scenario.HONEST, brakes),
        of(outcomes, Scenario.ENTHUSIASTS, brakes),
        of(outcomes, Scenario.ATTACK, brakes));
  }

  private static void put(ObjectNode node, Watch watch) {
    node.put("detected_share", rounded(watch.detectedShare()));
    node.put("median_delay_rounds", rounded(watch.medianDelay()));
    node.put("false_alarm_share", rounded(watch.falseAlarmShare()));
  }

  private static void put(ObjectNode node, BrakeWorth worth) {
    node.put("gini_without", rounded(worth.giniWithout()));
    node.put("gini_with", rounded(worth.giniWith()));
    node.put("effect_removed_share", rounded(worth.effectRemovedShare()));
    node.put("attack_removed_share", rounded(worth.attackRemovedShare()));
    node.put("rmse_without", rounded(worth.rmseWithout()));
    node.put("rmse_with", rounded(worth.rmseWith()));
    node.put("choice_hit_without", rounded(worth.choiceHitWithout()));
    node.put("choice_hit_with", rounded(worth.choiceHitWith()));
  }

  private void putGovernor(
      ObjectNode node,
      BrakeWorth.Worlds without,
      BrakeWorth.Worlds governed,
      List<BrakeWorth> fixed) {
    node.put("limits", String.join(",", governorLimits));
    node.put("step", governorStep);
    BrakeWorth worth = BrakeWorth.of(without, governed);
    put(node, worth);
    GovernorWorth beside = GovernorWorth.of(worth, fixed, governed);
    node.put("effect_reached_share", rounded(beside.effectReachedShare()));
    node.put("attack_reached_share", rounded(beside.attackReachedShare()));
    node.put("idle_honest_share", rounded(beside.idleShare()));
    node.put("mean_steps", rounded(beside.steps()));
  }

  /// Returns nothing where there is nothing to tell of.
  private static Double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e4) / 1e4 : null;
  }
}
