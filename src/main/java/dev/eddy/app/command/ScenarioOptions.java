package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.people.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// The options of a demo whose people answer back.
final class ScenarioOptions {

  /// Worlds are small, and so is what there is to learn of them.
  static final String FACTORS = "16";

  private static final int FEWEST_ROUNDS = 40;
  private static final int MOST_ROUNDS = 400;
  private static final int SHORTEST = 1;
  private static final int LONGEST = 60;
  private static final int SECONDS = 3;
  private static final long SEED = 4;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description =
          "Plays simulated people who choose from the lists that they are shown, instead of a"
              + " replay: honest, taste-change, flood, loop, enthusiasts, attack or boycott. The"
              + " page /drift.html tells it step by step.")
  private String scenario;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Number of rounds of a scenario, 40 to 400; after two fifths of them it happens. Default:"
              + " "
              + LoopSettings.ROUNDS
              + ".")
  private Integer rounds;

  @Option(
      names = "--round-seconds",
      paramLabel = "N",
      description =
          "How long a round of a scenario takes, 1 to 60; in its world a window of the monitors"
              + " passes. Default: "
              + SECONDS
              + ".")
  private Integer seconds;

  @Option(
      names = "--brake",
      paramLabel = "NAME=VALUE",
      description =
          "A brake that is moved eight rounds after the alarm in a scenario, such as"
              + " exploration=0.2. May be repeated. Default: none; the governor proposes one, and"
              + " whoever watches may move it.")
  private List<String> brakes = List.of();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Makes the world of a scenario and its people. Default: " + SEED + ".")
  private Long seed;

  boolean isGiven() {
    return scenario != null;
  }

  /// Refuses what fits no demo.
  ///
  /// @param replayed the first option that was given for a replay; null for none
  void check(String replayed) {
    if (!isGiven()) {
      boolean isAny = rounds != null || seconds != null || seed != null || !brakes.isEmpty();
      if (isAny) {
        throw new UsageException(
            "--rounds, --round-seconds, --brake and --seed need --scenario; a replay has its own"
                + " pace");
      }
      return;
    }
    if (replayed != null) {
      throw new UsageException(
          "--scenario has a world of its own that begins anew; leave %s out".formatted(replayed));
    }
    checkRange("--rounds", rounds, FEWEST_ROUNDS, MOST_ROUNDS);
    checkRange("--round-seconds", seconds, SHORTEST, LONGEST);
    var _ = loop(LoopSettings.CONTROL_SHARE);
  }

  private static void checkRange(String option, Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      throw new UsageException(
          "%s is %d, but must be between %d and %d".formatted(option, value, min, max));
    }
  }

  /// Returns what is played.
  ///
  /// @param controlShare as the instance has it
  LoopSettings loop(double controlShare) {
    Scenario played = checked("--scenario: ", () -> Scenario.of(scenario));
    LoopBrakes moved = checked("--brake: ", () -> LoopBrakes.parse(brakes));
    return new LoopSettings(
        played,
        true,
        moved,
        rounds == null ? LoopSettings.ROUNDS : rounds,
        LoopSettings.USERS,
        LoopSettings.ITEMS,
        controlShare,
        seed == null ? SEED : seed);
  }

  private static <T> T checked(String before, Supplier<T> given) {
    try {
      return given.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(before + e.getMessage(), e);
    }
  }

  /// Returns how long a round takes.
  long roundMs() {
    return 1_000L * (seconds == null ? SECONDS : seconds);
  }

  /// Returns the settings of an instance that people answer back to, unless the user sets them.
  Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("learning.factors", FACTORS);
    defaults.put("stream.partitions", "1");
    defaults.put("stream.commit-interval-ms", "500"); // each window is counted within some commits
    defaults.put("drift.control-share", Double.toString(LoopSettings.CONTROL_SHARE));
    defaults.put("drift.governor", "advise");
    defaults.put(
        "drift.governor-limits",
        "daily-cap=3,influence-cap=10,exploration=0.2,popularity-discount=0.3");
    defaults.put("drift.governor-step", "1"); // one click of whoever watches is to be seen
    defaults.put("drift.governor-min-exposures", "100");
    return defaults;
  }
}
