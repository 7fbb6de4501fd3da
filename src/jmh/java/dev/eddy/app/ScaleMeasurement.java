package dev.eddy.app;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.replay.Progress;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.stream.record.TopicNames;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures a stream of the size and shape of a full data set end to end: broker, topology,
/// RocksDB and index, with Eddy in a process of its own and its shipped heap of 1 GiB. The
/// ratings of a generated world lie in the topic before the clock starts, with the first one that
/// is learned.
@Command(
    name = "scale",
    description = "Measures a large stream end to end: ratings a second, memory, disk, error.",
    mixinStandardHelpOptions = true)
final class ScaleMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(60);
  private static final int POLL_MS = 500;

  @Option(names = "--ratings", defaultValue = "25000000", paramLabel = "N")
  private long ratings;

  @Option(names = "--users", defaultValue = "162000", paramLabel = "N")
  private int users;

  @Option(names = "--items", defaultValue = "59000", paramLabel = "N")
  private int items;

  @Option(names = "--partitions", defaultValue = "2", paramLabel = "N")
  private int partitions;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "S")
  private long seed;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private double noiseFloor;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ScaleMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (ratings < 10_000 || partitions < 1) {
      throw new UsageException("--ratings must be 10000 or more, --partitions 1 or more");
    }
    Path folder = Files.createTempDirectory("eddy-scale");
    Map<String, String> values = new HashMap<>(settings);
    values.put("stream.partitions", Integer.toString(partitions));
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      publish(broker.bootstrapServers());
      Path own = Files.createDirectory(folder.resolve("eddy"));
      try (ServedEddy eddy = new ServedEddy(own, broker.bootstrapServers(), values)) {
        eddy.start();
        System.out.println(measure(eddy));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  private void publish(String bootstrapServers)
      throws InterruptedException, ExecutionException {
    RatingsTopic.create(bootstrapServers, partitions);
    World world = new World(new WorldSettings(users, items, ratings, seed));
    Progress progress = new Progress("published", ratings);
    double[] late = {0, 0};
    try (EventPublisher publisher =
        new EventPublisher(bootstrapServers, new TopicNames("", 1), Map.of())) {
      long[] n = {0};
      world.play(
          (rating, expected) -> {
            publisher.publish(rating);
            if (++n[0] > ratings * 9 / 10) {
              double error = rating.rating().orElseThrow() - expected;
              late[0] += error * error;
              late[1]++;
            }
            progress.show(n[0], "");
            return true;
          });
      publisher.flush();
    }
    progress.finish(ratings, "");
    noiseFloor = Math.sqrt(late[0] / late[1]);
  }

  private ObjectNode measure(ServedEddy eddy) throws IOException, InterruptedException {
    Await.until(LIMIT, "the first rating is learned", () -> eddy.outcomes() > 0);
    long startNs = System.nanoTime();
    long before = eddy.outcomes();
    ServedEddy.Score late = null;
    double heapMb = 0;
    Progress progress = new Progress("learned", ratings);
    long seen = before;
    while (seen < ratings) {
      if (System.nanoTime() - startNs > LIMIT.toNanos()) {
        throw new CommandFailedException(seen + " ratings are learned within " + LIMIT);
      }
      Thread.sleep(POLL_MS);
      seen = eddy.outcomes();
      progress.show(seen, "");
      heapMb = Math.max(heapMb, eddy.heapMb());
      if (late == null && seen >= ratings * 9 / 10) {
        late = eddy.score();
      }
    }
    if (late == null || late.n() == ratings) {
      throw new CommandFailedException("all was learned before the last tenth could be told apart");
    }
    long accepted = eddy.outcome("new");
    Await.until(LIMIT, "all is merged", () -> items(eddy) == accepted);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    progress.finish(ratings, "");
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("ratings", ratings);
    report.put("users", users);
    report.put("items", items);
    report.put("seconds", seconds);
    report.put("events_per_s", Math.round((ratings - before) / seconds));
    report.put("heap_max_mb", Math.round(heapMb));
    report.put("rss_peak_mb", eddy.peakRssMb());
    report.put("disk_mb", Math.round(eddy.diskMb()));
    report.put("rmse_last_tenth", Math.rint(1000 * eddy.score().rmseSince(late)) / 1000);
    report.put("noise_floor", noiseFloor);
    report.put("accepted", accepted);
    return report;
  }

  private static long items(ServedEddy eddy) throws InterruptedException {
    try {
      return eddy.itemCountSum();
    } catch (IOException e) {
      throw new CommandFailedException("the items cannot be asked for", e);
    }
  }
}
