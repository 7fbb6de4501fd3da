package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Steady load for a long time, to see what creeps: events and queries against two instances, one
/// of which is killed again and again. The other lives on. Of that one, heap after a collection,
/// resident memory, state on disk, latency and error are sampled, always while both are well.
///
/// The world stands still: as many users and items all the time, of each user the latest 256
/// ratings. So nothing has a reason to grow.
@Command(
    name = "soak",
    description = "Loads two instances, kills one in between, and tells what creeps.",
    mixinStandardHelpOptions = true)
final class SoakMeasurement implements Callable<Integer> {

  private static final int PARTITIONS = 4;
  private static final int FILL_PER_SECOND = 5_000;
  private static final int LOAD_SECONDS = 20;
  private static final int KILLED_SECONDS = 5;
  private static final int KILL_EVERY = 3;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// Growth below this part of the mean an hour is no creeping.
  private static final double MATERIAL = 0.02;

  @Option(names = "--minutes", defaultValue = "60", paramLabel = "N")
  private double minutes;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Minutes of the same before; by default a sixth of --minutes.")
  private Double warmUp;

  @Option(names = "--rate", defaultValue = "100", paramLabel = "N", description = "Events/s.")
  private int rate;

  @Option(names = "--queries", defaultValue = "20", paramLabel = "N", description = "Lists/s.")
  private int queries;

  @Option(names = "--users", defaultValue = "200", paramLabel = "N")
  private int users;

  private final Map<String, Trend> trends = new LinkedHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private ServedEddy lasting;
  private ServedEddy killed;
  private int kills;
  private int requests;
  private int failed;
  private int failedInKills;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SoakMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(minutes > 0 && minutes <= 10_000) || rate < 1 || rate > 5_000) {
      throw new UsageException("--minutes must be above 0, at most 10000, and --rate 1 to 5000");
    }
    if (queries < 1 || queries > 1_000 || users < 1 || users > 10_000) {
      throw new UsageException("--queries must be 1 to 1000, and --users 1 to 10000");
    }
    Path folder = Files.createTempDirectory("eddy-soak");
    System.err.println("what the processes say is in " + folder);
    Map<String, String> settings =
        Map.of(
            "stream.partitions", Integer.toString(PARTITIONS),
            "learning.ratings-per-user", Integer.toString(SoakWorld.KEPT),
            "kafka.num.standby.replicas", "1");
    boolean exact;
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      String servers = broker.bootstrapServers();
      try (ServedEddy one =
              new ServedEddy(Files.createDirectory(folder.resolve("a")), servers, settings);
          ServedEddy other =
              new ServedEddy(Files.createDirectory(folder.resolve("b")), servers, settings)) {
        lasting = one;
        killed = other;
        exact = soak(servers);
      }
    }
    if (exact) {
      Utils.delete(folder.toFile());
    }
    return exact ? 0 : 1;
  }

  private boolean soak(String servers) throws IOException, InterruptedException {
    JvmHeap heap = new JvmHeap();
    lasting.start(List.of(), JavaOptions.with(heap.options()));
    killed.start();
    awaitWell(0);
    SoakWorld world = new SoakWorld(users);
    long filled;
    try (SteadyRatings ratings = new SteadyRatings(servers, FILL_PER_SECOND, world::rating)) {
      Await.until(LIMIT, "each user has rated enough", () -> ratings.sent() >= world.full());
      ratings.stop();
      filled = ratings.acknowledged();
    }
    awaitWell(filled);
    System.err.printf("%d ratings are learned%n", filled);
    int first = Math.toIntExact(filled);
    try (heap;
        SteadyRatings ratings =
            new SteadyRatings(servers, rate, n -> world.rating(first + n))) {
      rounds(warmUp == null ? minutes / 6 : warmUp, filled, heap, ratings);
      trends.clear();
      kills = requests = failed = failedInKills = 0;
      ObjectNode report = new JsonMapper().createObjectNode();
      report.put("minutes", minutes);
      try {
        rounds(minutes, filled, heap, ratings);
        ratings.stop();
        awaitWell(filled + ratings.acknowledged());
      } catch (CommandFailedException e) {
        report.put("failed", e.getMessage()); // and what was seen until then is told
      }
      boolean exact = tell(report, filled + ratings.acknowledged());
      System.out.println(report);
      return exact && !report.has("failed");
    }
  }

  private void rounds(double minutesLong, long filled, JvmHeap heap, SteadyRatings ratings)
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    long endNs = startNs + (long) (minutesLong * 60e9);
    for (int round = 1; System.nanoTime() < endNs; round++) {
      OpenLoad.Outcome outcome = ask(LOAD_SECONDS);
      sample((System.nanoTime() - startNs) / 1e9, outcome, heap);
      if (round % KILL_EVERY == 0) {
        kill(filled + ratings.acknowledged());
      }
    }
  }

  private OpenLoad.Outcome ask(int seconds) throws InterruptedException {
    OpenLoad load =
        new OpenLoad(
            new int[] {lasting.port()},
            () -> "/v1/users/" + SoakWorld.user(asked.getAndIncrement() % users) + "/recommendations");
    OpenLoad.Outcome outcome = load.offer(queries, seconds);
    requests += queries * seconds;
    failed += outcome.failed();
    return outcome;
  }

  /// Takes a sample, or none where an answer does not come in time.
  private void sample(double atSeconds, OpenLoad.Outcome outcome, JvmHeap heap)
      throws InterruptedException {
    Map<String, Double> values = new LinkedHashMap<>();
    try {
      values.put("heap_mb", heap.collectedMb());
      values.put("rss_mb", (double) lasting.rssMb());
      values.put("disk_mb", lasting.diskMb());
      values.put("error", lasting.recentRmse());
    } catch (IOException e) {
      System.err.printf("%.0f s: no sample, %s%n", atSeconds, e);
      return;
    }
    if (outcome.answeredNs().length > 0) {
      values.put("p99_ms", outcome.percentileMs(99));
    }
    values.forEach(
        (name, value) -> trends.computeIfAbsent(name, _ -> new Trend()).add(atSeconds, value));
    System.err.printf("%.0f s: %s%n", atSeconds, values);
  }

  /// Kills one instance, lets users ask the other, and waits until both are well again.
  private void kill(long published) throws IOException, InterruptedException {
    int before = failed;
    killed.kill();
    ask(KILLED_SECONDS);
    failedInKills += failed - before;
    failed = before;
    killed.start();
    kills++;
    awaitWell(published);
  }

  private void awaitWell(long published) throws InterruptedException {
    Await.until(
        LIMIT,
        "both instances serve, and " + published + " ratings are learned",
        () ->
            lasting.isReady()
                && killed.isReady()
                && lasting.partitions() + killed.partitions() == PARTITIONS
                && outcomes() >= published);
  }

  private long outcomes() throws InterruptedException {
    return lasting.outcomes() + killed.outcomes();
  }

  /// Puts into the report what was seen, and returns whether each record was learned once.
  private boolean tell(ObjectNode report, long published) throws InterruptedException {
    long learned = outcomes();
    report.put("kills", kills);
    report.put("published", published);
    report.put("lost", Math.max(0, published - learned));
    report.put("doubled", Math.max(0, learned - published));
    report.put("requests", requests);
    report.put("failed_requests", failed);
    report.put("failed_requests_in_kills", failedInKills);
    trends.forEach((name, trend) -> trend.tell(report.putObject(name)));
    ArrayNode creeping = report.putArray("creeping");
    trends.forEach(
        (name, trend) -> {
          if (trend.creeps(MATERIAL)) {
            creeping.add(name);
          }
        });
    return learned == published;
  }
}
