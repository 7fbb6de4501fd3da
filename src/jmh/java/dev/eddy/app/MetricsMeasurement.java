package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.instance.LiveAccuracy;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BrokerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how long `/metrics` takes to answer, of an instance that has learned and answered.
@Command(
    name = "metrics",
    description = "Measures how long /metrics takes to answer.",
    mixinStandardHelpOptions = true)
final class MetricsMeasurement implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int RATINGS = 50_000;
  private static final int WARM_UP = 50;

  @Option(names = "--scrapes", defaultValue = "300", paramLabel = "N")
  private int scrapes;

  @Option(names = "--partitions", defaultValue = "4", paramLabel = "N")
  private int partitions;

  private final HttpClient http = HttpClient.newHttpClient();

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MetricsMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (scrapes < 10 || scrapes > 100_000 || partitions < 1) {
      throw new UsageException("--scrapes must be 10 to 100000, --partitions 1 or more");
    }
    Path folder = Files.createTempDirectory("eddy-metrics");
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      Settings settings =
          new SettingsLoader(Map.of())
              .load(
                  Map.of(),
                  null,
                  Map.of(
                      "stream.bootstrap-servers", broker.bootstrapServers(),
                      "stream.partitions", Integer.toString(partitions),
                      "stream.state-dir", folder.resolve("state").toString(),
                      "serve.port", "0",
                      "serve.operations-port", "0"));
      try (Instance instance = new Instance(settings)) {
        instance.start();
        use(instance);
        System.out.println(measure(uri(instance.operationsPort(), "/metrics")));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    return 0;
  }

  private void use(Instance instance) throws IOException, InterruptedException {
    for (int n = 0; n < RATINGS; n++) {
      instance.publisher().publish(Rating.of("u" + n % 997, "m" + n % 1_009, 1 + n % 4, n));
    }
    instance.publisher().flush();
    Await.until(LIMIT, "all is learned", () -> LiveAccuracy.of(instance.engine()).n() == RATINGS);
    for (int user = 0; user < 500; user++) {
      get(uri(instance.port(), "/v1/users/u" + user + "/recommendations"));
    }
  }

  private ObjectNode measure(URI metrics) throws IOException, InterruptedException {
    double[] ms = new double[scrapes];
    String text = "";
    for (int n = -WARM_UP; n < scrapes; n++) {
      long startNs = System.nanoTime();
      text = get(metrics);
      if (n >= 0) {
        ms[n] = (System.nanoTime() - startNs) / 1e6;
      }
    }
    Arrays.sort(ms);
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("scrapes", scrapes);
    report.put("partitions", partitions);
    report.put("series", text.lines().filter(line -> !line.startsWith("#")).count());
    report.put("bytes", text.getBytes(StandardCharsets.UTF_8).length);
    report.put("median_ms", ms[scrapes / 2]);
    report.put("p99_ms", ms[(int) (scrapes * 0.99)]);
    report.put("max_ms", ms[scrapes - 1]);
    return report;
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private String get(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
