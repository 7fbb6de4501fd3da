package dev.eddy.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.replay.RatingSource;
import dev.eddy.app.replay.Replay;
import dev.eddy.app.replay.RowReport;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.eval.RatingSurvey;
import dev.eddy.event.RatingRules;
import dev.eddy.event.RejectReason;
import dev.eddy.table.DataFileException;
import dev.eddy.table.Tally;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Publishes a data set to the topics of a real Kafka.
@Command(
    name = "replay",
    description = "Publishes the ratings and the catalog of a data set to Kafka.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Mixin private RatingsOption ratings;

  @Mixin private TableOption table;

  @Mixin private CatalogOption items;

  @Mixin private UsersOption users;

  @Mixin private DamagedOption damaged;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Address of Kafka. Default: the setting stream.bootstrap-servers.")
  private String bootstrapServers;

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "Ratings per second. Default: ${DEFAULT-VALUE}.")
  private String speed;

  @Option(
      names = "--limit",
      defaultValue = "9223372036854775807",
      paramLabel = "N",
      description = "Maximum number of ratings. Default: all.")
  private long limit;

  @Option(
      names = "--json",
      description = "Prints a JSON report as the last line when everything is published.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, String> options = new LinkedHashMap<>();
    if (bootstrapServers != null) {
      options.put("stream.bootstrap-servers", bootstrapServers);
    }
    Settings settings = config.load(Map.of(), options);
    if (limit < 1) {
      throw new UsageException("--limit is " + limit + ", but must be at least 1");
    }
    double perSecond = Replay.parseSpeed(speed);
    RatingScale scale = new RatingScale(settings.events().scaleMin(), settings.events().scaleMax());
    RatingRules rules = new RatingRules(settings.events(), Clock.systemUTC());
    RatingSource source = source(rules, scale);
    try (EventPublisher publisher =
        new EventPublisher(
            settings.stream().bootstrapServers(),
            settings.stream().names(),
            settings.stream().kafka())) {
      Replay replay = new Replay(source, publisher, rules, perSecond, limit, damaged.isGiven());
      System.err.printf("Replaying %s, rating scale %s%n", source.name(), scale);
      Progress progress = new Progress("ratings", replay.size());
      replay.publishMetadata();
      Tally tally = replay.run(done -> progress.show(done, ""), rating -> {}, () -> false);
      progress.finish(replay.sent(), "");
      report(tally, progress.elapsed().toMillis() / 1000.0);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          e.getMessage() + "; does Kafka run at " + settings.stream().bootstrapServers() + "?", e);
    }
    return 0;
  }

  private RatingSource source(RatingRules rules, RatingScale scale) {
    try {
      RatingFile file = ratings.open(table.options());
      RatingSurvey survey = RatingSurvey.of(file, rules, scale);
      return RatingSource.file(file, survey, items.read(file), users.read());
    } catch (DataFileException e) {
      throw DataFailure.of(e);
    }
  }

  private void report(Tally tally, double seconds) {
    RowReport rows = new RowReport(tally).with("published", tally.valid());
    System.err.println(rows.told());
    if (tally.byReason().containsKey(RejectReason.RATING_OUT_OF_SCALE)) {
      System.err.println(
          "Set events.scale-min and events.scale-max to the scale of the data, as in eddy serve.");
    }
    if (json) {
      ObjectNode report = new JsonMapper().createObjectNode();
      rows.put(report);
      report.put("seconds", seconds);
      System.out.println(report);
    }
  }
}
