package dev.eddy.app;

import dev.eddy.app.instance.Instance;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.stream.record.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/// Measures how long it takes from sending one rating over HTTP until the user's list over HTTP has
/// changed, while others rate at half of the rate that can be learned. A user rates what is first
/// on their list, so that it has to leave; the list is asked for by the token of the write.
@Command(
    name = "freshness",
    description = "Measures the time from one rating to one changed list, at half load.",
    mixinStandardHelpOptions = true)
final class FreshnessMeasurement implements Callable<Integer> {

  private static final int USERS = 20_000;
  private static final int ITEMS = 5_000;
  private static final int BURST = 150_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Ratings a second beside the probes; half of what a burst was learned at.")
  private Integer rate;

  @Option(names = "--probes", defaultValue = "300", paramLabel = "N")
  private int probes;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long others rate before the first probe: until the compilers have done most.")
  private int warmUpS;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private volatile boolean stop;
  private volatile long loaded;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FreshnessMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (warmUpS < 0 || warmUpS > 600) {
      throw new UsageException("--warm-up must be 0 to 600");
    }
    if (probes < 10 || probes > 10_000 || (rate != null && (rate < 1 || rate > 1_000_000))) {
      throw new UsageException("--probes must be 10 to 10000, --rate 1 to 1000000");
    }
    Path folder = Files.createTempDirectory("eddy-freshness");
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Map<String, String> values = new HashMap<>(settings);
      values.put("stream.bootstrap-servers", broker.bootstrapServers());
      values.put("stream.state-dir", folder.resolve("state").toString());
      values.put("serve.port", "0");
      values.put("serve.operations-port", "0");
      values.putIfAbsent("stream.partitions", "2");
      Settings of = new SettingsLoader(Map.of()).load(Map.of(), null, values);
      try (Instance instance = new Instance(of)) {
        instance.start();
        Await.until(LIMIT, "it is ready", () -> instance.engine().readiness().isReady());
        double burst = burst(instance);
        int load = rate != null ? rate : (int) (burst / 2);
        System.err.printf("a burst was learned at %.0f/s, the load is %d/s%n", burst, load);
        report(load, burst, underLoad(instance, load));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  private void report(int load, double burst, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    ObjectNode report = json.createObjectNode();
    report.put("p50_ms", sorted.get(sorted.size() / 2));
    report.put("p99_ms", sorted.get(sorted.size() * 99 / 100));
    report.put("max_ms", sorted.getLast());
    report.put("probes", sorted.size());
    report.put("load_per_s", load);
    report.put("burst_per_s", Math.round(burst));
    System.out.println(report);
  }

  private static Rating rating(SplittableRandom random, long n) {
    int item = (int) (ITEMS * Math.pow(random.nextDouble(), 3));
    return Rating.of(
        "u" + random.nextInt(USERS), "m" + item, 1 + random.nextInt(5), 1_700_000_000_000L + n);
  }

  /// Returns at what rate a burst is learned; the first of two warms up.
  private static double burst(Instance instance) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    double perSecond = 0;
    long sent = 0;
    for (int round = 0; round < 2; round++) {
      long startNs = System.nanoTime();
      for (int n = 0; n < BURST; n++) {
        instance.publisher().publish(rating(random, sent++));
      }
      instance.publisher().flush();
      long expected = sent;
      Await.until(LIMIT, "a burst is learned", () -> seen(instance) >= expected);
      perSecond = BURST / ((System.nanoTime() - startNs) / 1e9);
    }
    return perSecond;
  }

  private static long seen(Instance instance) {
    long seen = 0;
    for (Outcome outcome : Outcome.values()) {
      seen += instance.engine().tasks().sum(task -> task.count(outcome));
    }
    return seen;
  }

  private List<Double> underLoad(Instance instance, int load)
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Thread loading = Thread.ofPlatform().start(() -> load(instance, load));
    List<Double> millis = new ArrayList<>();
    try {
      Thread.sleep(Duration.ofSeconds(warmUpS));
      SplittableRandom random = new SplittableRandom(3);
      for (int probe = -20; probe < probes; probe++) { // the first warm up
        double took = probe(instance, "probe" + Math.floorMod(probe, 40), random, probe);
        if (probe >= 0) {
          millis.add(took);
        }
        Thread.sleep(random.nextInt(50)); // at any moment of a commit interval
      }
    } finally {
      stop = true;
      loading.join();
    }
    double achieved = loaded / ((System.nanoTime() - startNs) / 1e9);
    if (achieved < 0.95 * load) {
      throw new CommandFailedException(
          "only %.0f of %d ratings/s could be published beside the probes".formatted(achieved, load));
    }
    return millis;
  }

  private void load(Instance instance, int perSecond) {
    SplittableRandom random = new SplittableRandom(2);
    long startNs = System.nanoTime();
    for (long n = 0; !stop; n++) {
      instance.publisher().publish(rating(random, 1_000_000 + n));
      loaded = n;
      long dueNs = startNs + n * 1_000_000_000L / perSecond;
      if (dueNs - System.nanoTime() > 1_000_000) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
    }
  }

  private double probe(Instance instance, String user, SplittableRandom random, int probe)
      throws IOException, InterruptedException {
    String first = list(instance, user, "").getFirst();
    long startNs = System.nanoTime();
    String after = "&after=" + rate(instance, user, first, 1 + random.nextInt(5), probe);
    List<String> now = list(instance, user, after);
    while (now.contains(first)) {
      if (System.nanoTime() - startNs > PROBE_LIMIT.toNanos()) {
        throw new CommandFailedException("a list has not changed within " + PROBE_LIMIT);
      }
      now = list(instance, user, after);
    }
    return (System.nanoTime() - startNs) / 1e6;
  }

  /// Rates and returns the token by which a list waits until that is learned.
  private String rate(Instance instance, String user, String item, int stars, int probe)
      throws IOException, InterruptedException {
    String body =
        "{\"rating\":%d,\"timestamp\":%d}".formatted(stars, 1_700_000_000_000L + 1_000L * probe);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(instance, user, "/ratings/" + item))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body));
    return ask(request, 202).path("after").asText();
  }

  private List<String> list(Instance instance, String user, String after)
      throws IOException, InterruptedException {
    URI uri = uri(instance, user, "/recommendations?n=10" + after);
    List<String> items = new ArrayList<>();
    for (JsonNode item : ask(HttpRequest.newBuilder(uri), 200).path("items")) {
      items.add(item.path("itemId").asText());
    }
    return items;
  }

  private static URI uri(Instance instance, String user, String of) {
    return URI.create("http://127.0.0.1:%d/v1/users/%s%s".formatted(instance.port(), user, of));
  }

  private JsonNode ask(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpRequest sent = request.timeout(PROBE_LIMIT).build();
    HttpResponse<String> answer = http.send(sent, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException(sent.uri() + " is answered with " + answer.statusCode());
    }
    return json.readTree(answer.body());
  }
}
