package dev.eddy.app.command;

import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.kernel.KernelUnavailableException;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.simulate.World;
import dev.eddy.simulate.loop.ClosedLoop;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.people.Scenario;
import dev.eddy.simulate.report.LoopPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Closes the loop in memory: people who answer back, the real lists, learners and monitors.
@Command(
    name = "simulate",
    description =
        "Simulates people who choose from Eddy's lists, and what the monitors of drift say of it,"
            + " without Kafka.",
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

  /// What the governor may do unless settings say something else: the brakes that
  /// `docs/drift.md` recommends, at one step, upon windows of as few lists as these worlds have.
  private static final Map<String, String> GOVERNOR =
      Map.of(
          "drift.governor-limits", "daily-cap=3,exploration=0.05",
          "drift.governor-step", "1",
          "drift.governor-min-exposures", "100");

  private enum Switch {
    ON,
    OFF
  }

  @Mixin private ConfigOptions config;

  @Option(
      names = "--scenario",
      defaultValue = "honest",
      paramLabel = "NAME",
      description =
          "What happens from two fifths of the rounds on: honest, taste-change, flood, loop,"
              + " enthusiasts, attack or boycott. Default: ${DEFAULT-VALUE}.")
  private String scenario;

  @Option(
      names = "--loop",
      defaultValue = "on",
      paramLabel = "on|off",
      description =
          "Whether people choose from the lists; if off, they see them and go for what they know"
              + " from outside. Default: ${DEFAULT-VALUE}.")
  private Switch loop;

  @Option(
      names = "--brake",
      paramLabel = "NAME=VALUE",
      description =
          "A brake on the loop, such as exploration=0.1 or influence-cap=20. May be repeated."
              + " Default: none.")
  private List<String> brakes = List.of();

  @Option(
      names = "--governor",
      defaultValue = "off",
      paramLabel = "off|advise|act",
      description =
          "Whether a governor proposes brakes upon alarms, or moves them, within"
              + " drift.governor-limits. Default: ${DEFAULT-VALUE}.")
  private GovernorSettings.Mode governor;

  @Option(
      names = "--rounds",
      defaultValue = "" + LoopSettings.ROUNDS,
      paramLabel = "N",
      description = "Number of rounds; one is a window of the monitors. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--users",
      defaultValue = "" + LoopSettings.USERS,
      paramLabel = "N",
      description = "How many people there are at any time. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--items",
      defaultValue = "" + LoopSettings.ITEMS,
      paramLabel = "N",
      description = "Number of items. Default: ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--control-share",
      defaultValue = "" + LoopSettings.CONTROL_SHARE,
      paramLabel = "X",
      description =
          "Which part of the people is shown items at random, 0 to 0.5. Default:"
              + " ${DEFAULT-VALUE}.")
  private double controlShare;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes a page of HTML that stands alone: every monitor over the rounds, and what was"
              + " shown most before and after.")
  private Path page;

  @Option(
      names = "--json",
      description = "Prints one JSON object as the last line instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    Settings settings = settings();
    LoopSettings wanted = wanted(settings.governor());
    Progress progress = new Progress("rounds", wanted.rounds());
    LoopRun run;
    try {
      VectorKernels kernels = settings.kernel().select();
      run =
          new ClosedLoop(wanted, settings.learning(), kernels)
              .run(done -> progress.show(done, wanted.scenario().label()));
    } catch (KernelUnavailableException e) {
      throw new UsageException(e.getMessage(), e);
    }
    progress.finish(wanted.rounds(), wanted.scenario().label());
    if (page != null) {
      write(run);
    }
    LoopReport report = new LoopReport(run);
    if (json) {
      System.out.println(report.json());
    } else {
      System.out.print(report.table());
    }
    return 0;
  }

  private void write(LoopRun run) {
    try {
      new LoopPage(run).write(page);
    } catch (IOException e) {
      throw new CommandFailedException("cannot write the page: " + e.getMessage(), e);
    }
  }

  private Settings settings() {
    Map<String, String> defaults = new HashMap<>(GOVERNOR);
    defaults.put("learning.factors", ScenarioOptions.FACTORS);
    return config.load(
        defaults,
        Map.of(
            "events.scale-min", Double.toString(World.SCALE_MIN),
            "events.scale-max", Double.toString(World.SCALE_MAX),
            "drift.governor", governor.label(),
            "drift.control-share", Double.toString(controlShare)));
  }

  private LoopSettings wanted(GovernorSettings governed) {
    Scenario played = checked("--scenario: ", () -> Scenario.of(scenario));
    LoopBrakes held = checked("--brake: ", () -> LoopBrakes.parse(brakes).governedBy(governed));
    boolean closed = loop == Switch.ON;
    return checked(
        "--",
        () -> new LoopSettings(played, closed, held, rounds, users, items, controlShare, seed));
  }

  private static <T> T checked(String before, Supplier<T> given) {
    try {
      return given.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(before + e.getMessage(), e);
    }
  }
}
