package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Offers one instance ten times what it can answer, beside clients that drip, stall or only
/// listen, and measures what is answered, what is shed, and how soon all is calm again. The client
/// shares the processors with the instance.
@Command(
    name = "overload",
    description = "Measures an instance under ten times the load that it can answer.",
    mixinStandardHelpOptions = true)
final class OverloadMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// So many connections that are never idle find out what can be answered.
  private static final int SUSTAINED = 16;

  private static final int TIMES = 10;
  private static final double LOOK_S = 0.5;
  private static final double MOST_RECOVERY_S = 60;

  @Option(
      names = "--connections",
      defaultValue = "1600",
      paramLabel = "N",
      description = "Over which the flood comes; each has one request at a time.")
  private int connections;

  @Option(names = "--seconds", defaultValue = "60", paramLabel = "N")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "60", paramLabel = "N")
  private int warmUp;

  @Option(names = "--items", defaultValue = "20000", paramLabel = "N")
  private int items;

  @Option(names = "--users", defaultValue = "5000", paramLabel = "N")
  private int users;

  @Option(
      names = "--bad",
      defaultValue = "100",
      paramLabel = "N",
      description = "Clients each with slow headers, slow bodies, or that read nothing.")
  private int bad;

  @Option(names = "--streams", defaultValue = "1000", paramLabel = "N")
  private int streams;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new OverloadMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 2 || seconds > 3_600 || warmUp < 1 || warmUp > 3_600) {
      throw new UsageException("--seconds must be 2 to 3600, --warm-up 1 to 3600");
    }
    if (items < 10 || items > 1_000_000 || users < 10) {
      throw new UsageException("--items must be 10 to 1000000, --users at least 10");
    }
    if (bad < 0 || streams < 0 || connections < 1 || connections > 10_000) {
      throw new UsageException("--bad and --streams must be 0 or more, --connections 1 to 10000");
    }
    MeasuredInstance.with(
        settings,
        (eddy, publisher) -> {
          prime(publisher, eddy);
          measure(eddy);
        });
    return 0;
  }

  private void prime(EventPublisher publisher, ServedEddy eddy) throws InterruptedException {
    System.err.printf("rating %,d items%n", items);
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 3 * items; n++) {
      int user = random.nextInt(users);
      double rating = Math.clamp(Math.rint(3 + Math.sin(user) + Math.sin(n % items)), 1, 5);
      publisher.publish(
          Rating.of("u" + user, "m" + n % items, rating, System.currentTimeMillis()));
    }
    publisher.flush();
    Await.until(LIMIT, "all is learned", () -> eddy.outcomes() >= 3L * items);
    Await.until(LIMIT, "all is merged", () -> eddy.indexedItems() >= items);
  }

  private String target(int number) {
    String user = "/v1/users/u" + number % users;
    return switch (number % 4) {
      case 0 -> "/v1/items/m" + number % items + "/similar";
      case 1 -> user + "/ratings";
      default -> user + "/recommendations?n=10";
    };
  }

  private void measure(ServedEddy eddy) throws IOException {
    System.err.println("warming up");
    FloodLoad sustained = new FloodLoad(eddy.port(), SUSTAINED, this::target);
    sustained.offer(0, warmUp);
    double before = cpuS(eddy);
    FloodLoad.Outcome calm = sustained.offer(0, Math.min(seconds, 10));
    double calmCpu = cpuS(eddy) - before;
    double capacity = calm.answeredPerS();
    System.err.printf("answers %.0f requests a second, p99 %.1f ms%n", capacity, calm.percentileMs(99));
    double answerMs = 1e3 * calmCpu / calm.answeredNs().length;
    long rssBefore = eddy.rssMb();
    FloodLoad.Outcome flood;
    before = cpuS(eddy);
    try (BadClients clients = new BadClients(eddy.port())) {
      clients.slowHeaders(bad);
      clients.slowBodies(bad);
      clients.stalledReaders(bad);
      clients.eventStreams(streams);
      flood = new FloodLoad(eddy.port(), connections, this::target).offer(TIMES * capacity, seconds);
      System.err.printf(
          "%d requests failed, %d connections were cut off%n", flood.failed(), clients.cutOff());
    }
    double floodCpu = cpuS(eddy) - before;
    double shedMs = (1e3 * floodCpu - answerMs * flood.answeredNs().length) / flood.shed();
    double recovery = recovery(eddy, capacity / 2, calm.percentileMs(99));
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("capacity_rps", Math.round(capacity));
    report.put("offered_rps", Math.round(flood.answeredPerS() + flood.shedPerS()));
    report.put("answered_rps", Math.round(flood.answeredPerS()));
    report.put("shed_rps", Math.round(flood.shedPerS()));
    report.put("failed", flood.failed());
    report.put("p50_answered_ms", flood.percentileMs(50));
    report.put("p99_answered_ms", flood.percentileMs(99));
    report.put("answer_cpu_ms", rounded(answerMs));
    report.put("shed_cpu_ms", rounded(shedMs));
    report.put("server_cores", rounded(floodCpu / flood.seconds()));
    report.put("client_cores", rounded(flood.cpuS() / flood.seconds()));
    report.put("client_ready_share", rounded(flood.readyS() / flood.seconds()));
    report.put("p99_unread_ms", flood.unreadMs(99));
    report.put("rss_growth_mb", eddy.rssMb() - rssBefore);
    report.put("recovery_s", recovery);
    System.out.println(report);
  }

  /// Returns the processor time that an instance has taken so far, in seconds.
  private static double cpuS(ServedEddy eddy) {
    return eddy.handle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e3) / 1e3;
  }

  /// Returns how long it takes until half of what can be answered is answered, all of it, and as
  /// fast as a load without pauses was before.
  private double recovery(ServedEddy eddy, double perSecond, double calmMs) throws IOException {
    long startNs = System.nanoTime();
    FloodLoad load = new FloodLoad(eddy.port(), SUSTAINED, this::target);
    while (true) {
      double begunS = (System.nanoTime() - startNs) / 1e9;
      FloodLoad.Outcome look = load.offer(perSecond, LOOK_S);
      boolean whole = look.shed() == 0 && look.failed() == 0 && look.answeredNs().length > 0;
      if ((whole && look.percentileMs(99) <= 2 * calmMs) || begunS > MOST_RECOVERY_S) {
        return Math.rint(begunS * 10) / 10;
      }
    }
  }
}
