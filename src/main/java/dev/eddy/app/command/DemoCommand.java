package dev.eddy.app.command;

import dev.eddy.app.demo.Demo;
import dev.eddy.app.demo.ReplayDemo;
import dev.eddy.app.demo.ScenarioDemo;
import dev.eddy.app.replay.RatingSource;
import dev.eddy.app.replay.Replay;
import dev.eddy.app.scenario.LiveLoop;
import dev.eddy.app.scenario.WorldClock;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.RatingSurvey;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.table.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// Runs everything in one process: an embedded Kafka, a replay, the stream, the console.
@Command(
    name = "demo",
    description =
        "Runs Eddy with an embedded Kafka, on a data set, a generated world, or people who answer"
            + " back.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final WorldSettings WORLD = new WorldSettings(2_000, 1_500, 200_000, 1);

  private static final List<String> OF_REPLAYS =
      List.of(
          "--ratings",
          "--items",
          "--users",
          "--publish-damaged",
          "--scale",
          "--data",
          "--speed",
          "--loop");

  private static final int LAST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Mixin private ConfigOptions config;

  @Option(names = "--ratings", paramLabel = "PATH", description = RatingSource.FORMATS)
  private Path ratings;

  @Mixin private TableOption table;

  @Mixin private CatalogOption items;

  @Mixin private UsersOption users;

  @Mixin private DamagedOption damaged;

  @Mixin private ScaleOption scale;

  @Mixin private ScenarioOptions scenario;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder that keeps Kafka's log and the state between runs. Default: a temporary folder.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "HTTP port; 0 picks a free one. Default: the setting serve.port. Operations get the next"
              + " port, unless the setting serve.operations-port says otherwise.")
  private Integer port;

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "Ratings per second. Default: ${DEFAULT-VALUE}.")
  private String speed;

  @Option(
      names = "--loop",
      defaultValue = "off",
      paramLabel = "on|off",
      description =
          "Shows lists to the replayed users, so that the drift monitors have data. Default:"
              + " ${DEFAULT-VALUE}.")
  private String loop;

  @Option(
      names = "--exit-when-done",
      description = "Exits when every rating is learned, or every round played.")
  private boolean exitWhenDone;

  @Option(
      names = "--json",
      description = "Prints a JSON report when every rating is learned, or every round played.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    scenario.check(givenForReplay());
    return scenario.isGiven() ? play() : replay();
  }

  /// Returns the first option that was given and is for replays alone; null for none.
  private String givenForReplay() {
    ParseResult given = spec.commandLine().getParseResult();
    return OF_REPLAYS.stream().filter(given::hasMatchedOption).findFirst().orElse(null);
  }

  private Integer play() throws Exception {
    RatingScale ofWorld = new RatingScale(World.SCALE_MIN, World.SCALE_MAX);
    Path folder = Files.createTempDirectory("eddy-demo-");
    WorldClock clock = new WorldClock();
    try (Demo demo = new Demo(ofWorld, folder, true, this::settings, clock)) {
      LoopSettings played = scenario.loop(demo.settings().drift().controlShare());
      return new ScenarioDemo(demo, played, clock)
          .run(scenario.roundMs(), this::report, exitWhenDone);
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private void report(LiveLoop.Result result) {
    LoopReport report = new LoopReport(result.run());
    if (json) {
      System.out.println(
          report
              .json()
              .put("lists", result.lists())
              .put("events", result.events())
              .put("refused", result.refused()));
      return;
    }
    System.out.print(report.table());
    System.out.printf(
        "%,d lists were served, %,d ratings and clicks learned, %,d requests refused as too many%n",
        result.lists(), result.events(), result.refused());
  }

  private Integer replay() throws Exception {
    double perSecond = Replay.parseSpeed(speed);
    boolean showsLists = showsLists();
    if (ratings == null && (items.isGiven() || users.isGiven())) {
      throw new UsageException(
          "--items and --users need --ratings; the generated world has its own items and users");
    }
    RatingSource source = ratings == null ? RatingSource.world(WORLD) : source();
    Path folder = data != null ? data : Files.createTempDirectory("eddy-demo-");
    try (Demo demo = new Demo(source.scale(), folder, data == null, this::settings)) {
      return new ReplayDemo(demo, source)
          .run(perSecond, showsLists, damaged.isGiven(), exitWhenDone, json);
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private boolean showsLists() {
    return switch (loop) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new UsageException("--loop is '" + loop + "', but must be on or off");
    };
  }

  private static int beside(int port) {
    return port == 0 ? 0 : port < LAST_PORT ? port + 1 : port - 1;
  }

  private RatingSource source() {
    try {
      RatingFile file = RatingFile.open(ratings, table.options());
      RatingScale given = scale.given().orElse(null);
      RatingSurvey survey =
          given == null ? RatingSurvey.of(file) : RatingSurvey.of(file, given.rules(), given);
      return RatingSource.file(file, survey, items.read(file), users.read());
    } catch (DataFileException e) {
      throw DataFailure.of(e);
    }
  }

  private Settings settings(RatingScale ratingScale, Path state, String bootstrapServers) {
    Map<String, String> defaults = new LinkedHashMap<>();
    Map<String, String> options = new LinkedHashMap<>();
    if (scenario.isGiven()) {
      defaults.putAll(scenario.defaults());
    } else {
      // A replay at full speed lets years pass between two commits, and partitions hear of each
      // other once a commit; one partition learns as the years would have.
      defaults.put("stream.partitions", "1");
      defaults.put("drift.window-ms", Long.toString(30L * 86_400_000)); // years pass in a replay
      defaults.put("drift.control-share", showsLists() ? "0.2" : "0");
    }
    Map<String, String> ofScale = scale.given().isEmpty() ? defaults : options;
    ofScale.put("events.scale-min", Double.toString(ratingScale.min()));
    ofScale.put("events.scale-max", Double.toString(ratingScale.max()));
    options.put("stream.bootstrap-servers", bootstrapServers);
    options.put("stream.state-dir", state.toString());
    if (port != null) {
      options.put("serve.port", Integer.toString(port));
      defaults.put("serve.operations-port", Integer.toString(beside(port)));
    }
    return config.load(defaults, options);
  }
}
