package dev.eddy.app;

import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.RatingSurvey;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.table.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs everything in one process: an embedded Kafka, a replay, the stream, the console.
@Command(
    name = "demo",
    description = "Runs everything on an embedded Kafka, with a data set or a generated world.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final WorldSettings WORLD = new WorldSettings(2_000, 1_500, 200_000, 1);

  @Mixin private ConfigOptions config;

  @Option(names = "--ratings", paramLabel = "PATH", description = RatingSource.FORMATS)
  private Path ratings;

  @Mixin private TableOption table;

  @Mixin private CatalogOption items;

  @Mixin private UsersOption users;

  @Mixin private DamagedOption damaged;

  @Mixin private ScaleOption scale;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keeps Kafka's log and the state here between runs. Default: a temporary folder.")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of HTTP, 0 for a free one. Default: the setting serve.port.")
  private Integer port;

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "Ratings a second. Default: ${DEFAULT-VALUE}.")
  private String speed;

  @Option(
      names = "--loop",
      defaultValue = "off",
      paramLabel = "on|off",
      description =
          "Shows lists to the users of the replay, so that the monitors of drift have something to"
              + " look at. Default: ${DEFAULT-VALUE}.")
  private String loop;

  @Option(
      names = "--exit-when-done",
      description = "Ends when every rating is learned, instead of serving on.")
  private boolean exitWhenDone;

  @Option(
      names = "--json",
      description = "Prints one JSON object as the last line when every rating is learned.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    double perSecond = Replay.parseSpeed(speed);
    boolean showsLists =
        switch (loop) {
          case "on" -> true;
          case "off" -> false;
          default -> throw new UsageException("--loop is '" + loop + "', it must be on or off");
        };
    if (ratings == null && (items.isGiven() || users.isGiven())) {
      throw new UsageException(
          "--items and --users need --ratings; a generated world has its own catalog and users");
    }
    RatingSource source = ratings == null ? RatingSource.world(WORLD) : source();
    Path folder = data != null ? data : Files.createTempDirectory("eddy-demo-");
    try (Demo demo = new Demo(source, folder, data == null, this::settings)) {
      return demo.run(perSecond, showsLists, damaged.isGiven(), exitWhenDone, json);
    } catch (IOException e) {
      throw new UsageException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
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
    // A replay at full speed lets years pass between two commits, and partitions hear of each other
    // once a commit; one partition learns as the years would have.
    defaults.put("stream.partitions", "1");
    defaults.put("drift.window-ms", Long.toString(30L * 86_400_000)); // years pass in a replay
    defaults.put("drift.control-share", loop.equals("on") ? "0.2" : "0");
    Map<String, String> ofScale = scale.given().isEmpty() ? defaults : options;
    ofScale.put("events.scale-min", Double.toString(ratingScale.min()));
    ofScale.put("events.scale-max", Double.toString(ratingScale.max()));
    options.put("stream.bootstrap-servers", bootstrapServers);
    options.put("stream.state-dir", state.toString());
    if (port != null) {
      options.put("serve.port", Integer.toString(port));
    }
    return config.load(defaults, options);
  }
}
