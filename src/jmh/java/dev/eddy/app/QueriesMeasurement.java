package dev.eddy.app;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import dev.eddy.stream.record.TopicNames;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures the query layer: a mix of requests, offered at a fixed rate to two instances in turn,
/// while ratings are learned. Latency counts from when a request was due, so a server that falls
/// behind cannot hide it by slowing the clients down.
@Command(
    name = "queries",
    description = "Measures requests a second and their latency while ratings are learned.",
    mixinStandardHelpOptions = true)
final class QueriesMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// A load that begins at once is answered by nobody: it rises to an eighth of the rate, a
  /// quarter, a half.
  private static final int RISE_S = 10;

  @Option(names = "--rate", defaultValue = "1100", paramLabel = "N")
  private int rate;

  @Option(names = "--seconds", defaultValue = "30", paramLabel = "N")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "180",
      paramLabel = "N",
      description = "Seconds at the whole rate before those that count: just-in-time compilers need their time.")
  private int warmUp;

  @Option(names = "--items", defaultValue = "62000", paramLabel = "N")
  private int items;

  @Option(names = "--users", defaultValue = "20000", paramLabel = "N")
  private int users;

  @Option(names = "--learn", defaultValue = "2000", paramLabel = "N")
  private int learn;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private double learnedPerS;
  private volatile boolean stop;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new QueriesMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || rate > 100_000 || seconds < 5 || seconds > 600) {
      throw new UsageException("--rate must be 1 to 100000, --seconds 5 to 600");
    }
    if (warmUp < 1 || warmUp > 3_600) {
      throw new UsageException("--warm-up must be 1 to 3600");
    }
    if (items < 10 || items > 5_000_000 || users < 10 || learn < 0 || learn > 1_000_000) {
      throw new UsageException("--items must be 10 to 5000000, --users at least 10, --learn 0 to 1000000");
    }
    Path folder = Files.createTempDirectory("eddy-queries");
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Map<String, String> values = new HashMap<>(Map.of("stream.partitions", "4"));
      values.putAll(settings);
      try (ServedEddy first =
              new ServedEddy(Files.createDirectory(folder.resolve("a")), broker.bootstrapServers(), values);
          ServedEddy second =
              new ServedEddy(Files.createDirectory(folder.resolve("b")), broker.bootstrapServers(), values);
          EventPublisher publisher =
              new EventPublisher(
                  broker.bootstrapServers(),
                  new TopicNames("", 1),
                  Map.of())) {
        first.start();
        Await.until(LIMIT, "the first instance is ready", first::isReady);
        second.start();
        Await.until(LIMIT, "both learn", () -> first.partitions() > 0 && second.partitions() > 0);
        prime(publisher, first, second);
        report(measure(publisher, first, second));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  /// Rates every item once and every user some items, and waits until that is learned.
  private void prime(EventPublisher publisher, ServedEddy first, ServedEddy second)
      throws InterruptedException {
    System.err.printf("rating %,d items%n", items);
    SplittableRandom random = new SplittableRandom(1);
    for (int item = 0; item < items; item++) {
      publisher.publish(rating(random, item));
    }
    for (int n = 0; n < items; n++) {
      publisher.publish(rating(random, popular(random)));
    }
    publisher.flush();
    long expected = 2L * items;
    Await.until(LIMIT, "all is learned", () -> first.outcomes() + second.outcomes() >= expected);
    Await.until(
        LIMIT,
        "all is merged, and in both indexes",
        () -> first.indexedItems() >= items && second.indexedItems() >= items);
  }

  private int popular(SplittableRandom random) {
    return (int) (items * Math.pow(random.nextDouble(), 3));
  }

  /// Returns a rating of now: by tastes that can be learned, since the lists of a model that has
  /// learned noise are noise.
  private Rating rating(SplittableRandom random, int item) {
    int user = random.nextInt(users);
    double liked = 3 + Math.sin(user) + Math.sin(item) + Math.sin(user % 7 + item % 11);
    double rating = Math.clamp(Math.rint(liked + random.nextGaussian() / 2), 1, 5);
    return Rating.of("u" + user, "m" + item, rating, System.currentTimeMillis());
  }

  private OpenLoad.Outcome measure(EventPublisher publisher, ServedEddy first, ServedEddy second)
      throws InterruptedException {
    Thread learning = Thread.ofPlatform().start(() -> keepRating(publisher));
    try {
      int[] ports = {first.port(), second.port()};
      System.err.println("warming up");
      SplittableRandom early = new SplittableRandom(4);
      for (int part = 8; part >= 1; part /= 2) {
        int time = part == 1 ? warmUp : RISE_S;
        new OpenLoad(ports, () -> target(early)).offer(Math.max(1, rate / part), time);
      }
      System.err.printf("offering %,d requests a second%n", rate);
      List<ProcessHandle> processes =
          List.of(first.handle(), second.handle(), ProcessHandle.current());
      List<Duration> cpu = processes.stream().map(QueriesMeasurement::cpu).toList();
      long before = first.outcomes() + second.outcomes();
      SplittableRandom random = new SplittableRandom(3);
      OpenLoad.Outcome outcome = new OpenLoad(ports, () -> target(random)).offer(rate, seconds);
      learnedPerS = (first.outcomes() + second.outcomes() - before) / outcome.seconds();
      for (int n = 0; n < processes.size(); n++) {
        System.err.printf(
            "%s took %.1f s of the processors%n",
            List.of("the first instance", "the second", "the client and the producer").get(n),
            cpu(processes.get(n)).minus(cpu.get(n)).toMillis() / 1e3);
      }
      return outcome;
    } finally {
      stop = true;
      learning.join();
    }
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void keepRating(EventPublisher publisher) {
    SplittableRandom random = new SplittableRandom(2);
    long startNs = System.nanoTime();
    for (long n = 0; !stop && learn > 0; n++) {
      publisher.publish(rating(random, popular(random)));
      long dueNs = startNs + n * 1_000_000_000L / learn;
      if (dueNs - System.nanoTime() > 1_000_000) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
    }
  }

  /// Of a hundred requests, 60 are for lists, of which 10 filtered, and 40 for other things.
  private String target(SplittableRandom random) {
    String user = "/v1/users/u" + random.nextInt(users);
    String item = "m" + popular(random);
    int kind = random.nextInt(100);
    if (kind < 50) {
      return user + "/recommendations?n=10";
    } else if (kind < 60) {
      return user + "/recommendations?n=20&min-count=3&diversity=0.3";
    } else if (kind < 75) {
      return user + "/estimates?items=" + item + ",m1,m2,m3,m4,m5";
    } else if (kind < 85) {
      return user + "/ratings";
    } else if (kind < 90) {
      return user + "/because/" + item;
    } else if (kind < 95) {
      return "/v1/items/" + item;
    }
    return "/v1/items/" + item + "/similar";
  }

  private void report(OpenLoad.Outcome outcome) {
    outcome.failures().forEach((how, times) -> System.err.println(times + " × " + how));
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("requests_per_s", Math.round(outcome.answeredNs().length / outcome.seconds()));
    report.put("p50_ms", outcome.percentileMs(50));
    report.put("p99_ms", outcome.percentileMs(99));
    report.put("max_ms", outcome.percentileMs(100));
    report.put("errors", outcome.failed());
    report.put("learned_per_s", Math.round(learnedPerS));
    report.put("offered_per_s", rate);
    report.put("items", items);
    System.out.println(report);
  }
}
