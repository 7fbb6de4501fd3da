package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.Rating;
import dev.eddy.stream.TopicNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
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
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WARM_UP_S = 15;

  @Option(names = "--rate", defaultValue = "1100", paramLabel = "N")
  private int rate;

  @Option(names = "--seconds", defaultValue = "30", paramLabel = "N")
  private int seconds;

  @Option(names = "--items", defaultValue = "62000", paramLabel = "N")
  private int items;

  @Option(names = "--users", defaultValue = "20000", paramLabel = "N")
  private int users;

  @Option(names = "--learn", defaultValue = "2000", paramLabel = "N")
  private int learn;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
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
    long sent = 0;
    for (int item = 0; item < items; item++) {
      publisher.publish(rating(random, item, sent++));
    }
    for (int n = 0; n < items; n++) {
      publisher.publish(rating(random, popular(random), sent++));
    }
    publisher.flush();
    long expected = sent;
    Await.until(
        LIMIT, "all is learned", () -> first.outcomes() + second.outcomes() >= expected);
  }

  private int popular(SplittableRandom random) {
    return (int) (items * Math.pow(random.nextDouble(), 3));
  }

  private Rating rating(SplittableRandom random, int item, long n) {
    return Rating.of(
        "u" + random.nextInt(users), "m" + item, 1 + random.nextInt(5), 1_700_000_000_000L + n);
  }

  /// What a run came to.
  private record Run(long[] latenciesNs, double elapsedS, double learnedPerS) {}

  private Run measure(EventPublisher publisher, ServedEddy first, ServedEddy second)
      throws InterruptedException {
    Thread learning = Thread.ofPlatform().start(() -> keepRating(publisher));
    try {
      System.err.println("warming up");
      offer(List.of(first, second), WARM_UP_S);
      failures.clear();
      System.err.printf("offering %,d requests a second%n", rate);
      long before = first.outcomes() + second.outcomes();
      long startNs = System.nanoTime();
      long[] latencies = offer(List.of(first, second), seconds);
      double elapsed = (System.nanoTime() - startNs) / 1e9;
      double learned = (first.outcomes() + second.outcomes() - before) / elapsed;
      return new Run(latencies, elapsed, learned);
    } finally {
      stop = true;
      learning.join();
    }
  }

  private void keepRating(EventPublisher publisher) {
    SplittableRandom random = new SplittableRandom(2);
    long startNs = System.nanoTime();
    for (long n = 0; !stop && learn > 0; n++) {
      publisher.publish(rating(random, popular(random), 10_000_000 + n));
      long dueNs = startNs + n * 1_000_000_000L / learn;
      if (dueNs - System.nanoTime() > 1_000_000) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
    }
  }

  /// Sends requests when they are due, whatever became of those before.
  private long[] offer(List<ServedEddy> instances, int forSeconds) {
    int n = rate * forSeconds;
    AtomicLongArray latencies = new AtomicLongArray(n);
    SplittableRandom random = new SplittableRandom(3);
    long startNs = System.nanoTime();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int request = 0; request < n; request++) {
        long dueNs = startNs + request * 1_000_000_000L / rate;
        for (long left; (left = dueNs - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(left);
        }
        int place = request;
        URI uri = instances.get(request % instances.size()).uri(target(random));
        var _ =
            clients.submit(
                () -> {
                  ask(uri);
                  latencies.set(place, System.nanoTime() - dueNs);
                });
      }
    }
    long[] sorted = new long[n];
    Arrays.setAll(sorted, latencies::get);
    Arrays.sort(sorted);
    return sorted;
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

  private void ask(URI uri) {
    try {
      HttpResponse<Void> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() != 200) {
        failed("status " + response.statusCode());
      }
    } catch (IOException e) {
      failed(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("interrupted");
    }
  }

  private void failed(String how) {
    failures.computeIfAbsent(how, any -> new AtomicInteger()).incrementAndGet();
  }

  private void report(Run run) {
    int errors = failures.values().stream().mapToInt(AtomicInteger::get).sum();
    failures.forEach((how, times) -> System.err.println(times + " × " + how));
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("requests_per_s", Math.round((run.latenciesNs.length - errors) / run.elapsedS));
    report.put("p50_ms", percentile(run.latenciesNs, 50));
    report.put("p99_ms", percentile(run.latenciesNs, 99));
    report.put("max_ms", percentile(run.latenciesNs, 100));
    report.put("errors", errors);
    report.put("learned_per_s", Math.round(run.learnedPerS));
    report.put("offered_per_s", rate);
    report.put("items", items);
    System.out.println(report);
  }

  private static double percentile(long[] sorted, int percent) {
    int at = Math.min(sorted.length - 1, (int) ((long) sorted.length * percent / 100));
    return Math.rint(sorted[at] / 1e4) / 100;
  }
}
