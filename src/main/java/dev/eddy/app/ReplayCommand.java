package dev.eddy.app;

import dev.eddy.eval.RatingScale;
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
    description = "Publishes a data set's ratings, and the catalog beside it, to Kafka.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Mixin private RatingsOption ratings;

  @Mixin private CatalogOption items;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is. Default: the setting stream.bootstrap-servers.")
  private String bootstrapServers;

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "Ratings a second. Default: ${DEFAULT-VALUE}.")
  private String speed;

  @Option(
      names = "--limit",
      defaultValue = "9223372036854775807",
      paramLabel = "N",
      description = "At most so many ratings. Default: all.")
  private long limit;

  @Override
  public Integer call() {
    Map<String, String> options = new LinkedHashMap<>();
    if (bootstrapServers != null) {
      options.put("stream.bootstrap-servers", bootstrapServers);
    }
    Settings settings = config.load(Map.of(), options);
    if (limit < 1) {
      throw new UsageException("--limit is " + limit + ", it must be at least 1");
    }
    double perSecond = Replay.parseSpeed(speed);
    RatingScale scale = new RatingScale(settings.events().scaleMin(), settings.events().scaleMax());
    RatingSource source = RatingSource.file(ratings.path(), items, scale);
    try (EventPublisher publisher =
        new EventPublisher(
            settings.stream().bootstrapServers(),
            settings.stream().names(),
            settings.stream().kafka())) {
      Replay replay = new Replay(source, publisher, perSecond, limit);
      Progress progress = new Progress("ratings", replay.size());
      replay.publishMetadata();
      long sent = replay.run(done -> progress.show(done, ""), rating -> {}, () -> false);
      progress.finish(sent, "");
    } catch (KafkaException e) {
      throw new CommandFailedException(
          e.getMessage() + "; is Kafka at " + settings.stream().bootstrapServers() + "?", e);
    }
    return 0;
  }
}
