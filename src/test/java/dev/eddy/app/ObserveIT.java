package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.event.Rating;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus that has scraped a running Eddy answers what each panel of each dashboard
/// asks, and takes the rules. Needs Debian's `prometheus`.
class ObserveIT {

  private static final Path DASHBOARDS = Path.of("deploy/grafana/dashboards");
  private static final Path RULES = Path.of("deploy/prometheus/eddy-rules.yaml");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  /// A question of a panel.
  private record Question(String dashboard, String panel, String expression) {}

  private static List<Question> questions() throws IOException {
    List<Question> questions = new ArrayList<>();
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : files.sorted().toList()) {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(file));
        for (JsonNode panel : dashboard.get("panels")) {
          for (JsonNode target : panel.get("targets")) {
            questions.add(
                new Question(
                    dashboard.get("title").asText(),
                    panel.get("title").asText(),
                    target.get("expr").asText()));
          }
        }
      }
    }
    return questions;
  }

  @Test
  void shouldExplainEveryPanel() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(5);
      for (Path file : all) {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(file));
        assertThat(dashboard.get("description").asText()).isNotBlank();
        for (JsonNode panel : dashboard.get("panels")) {
          String what = dashboard.get("title") + ", " + panel.get("title");
          assertThat(panel.get("title").asText()).as(what).isNotBlank();
          assertThat(panel.get("description").asText()).as(what).hasSizeGreaterThan(20);
          assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(what).isNotBlank();
        }
      }
    }
  }

  @Test
  void shouldReturnDataForEveryPanelAndTakeTheRules() throws Exception {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "prometheus"))),
        "no prometheus on the PATH (Debian: prometheus): dashboards are not asked");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        RunningEddy eddy =
            RunningEddy.start(
                kafka.bootstrapServers(),
                folder.resolve("state"),
                Map.of("stream.partitions", "1"))) {
      Process prometheus = prometheus(eddy);
      try {
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> !ask("up{job=\"eddy\"} == 1").isEmpty());
        use(eddy);
        for (Question question : questions()) {
          String expression =
              question.expression.replace("$job", "eddy").replace("$__rate_interval", "1m");
          await(question.dashboard + ", " + question.panel + ": " + expression)
              .atMost(LIMIT)
              .until(() -> !ask(expression).isEmpty());
        }
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(get("/api/v1/rules").at("/data/groups").findValuesAsText("health"))
                        .hasSize(18)
                        .containsOnly("ok"));
      } finally {
        prometheus.destroy();
        prometheus.waitFor();
      }
    }
  }

  private Process prometheus(RunningEddy eddy) throws IOException {
    port = EmbeddedKafka.freePorts()[0];
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: eddy
            static_configs: [{targets: ['%s']}]
        """
            .formatted(RULES.toAbsolutePath(), eddy.uri("/").getAuthority()));
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  /// Lets every meter have something to tell.
  private static void use(RunningEddy eddy) throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int n = 0; n < 200; n++) {
        eddy.publisher()
            .publish(Rating.of("u" + n % 20, "i" + (n + round) % 30, 1 + n % 4, 1_000_000L + n));
      }
      eddy.publisher().publishRaw("u1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
      eddy.publisher().flush();
      for (int user = 0; user < 20; user++) {
        eddy.get("/v1/users/u" + user + "/recommendations");
      }
      eddy.send(
          HttpRequest.newBuilder(eddy.uri("/v1/exposures"))
              .POST(BodyPublishers.ofString("{\"userId\":\"u1\",\"items\":[\"i1\"]}")));
      Thread.sleep(1_500); // another scrape
    }
  }

  private JsonNode ask(String expression) throws IOException, InterruptedException {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    assertThat(answer.path("status").asText())
        .as("%s: %s", expression, answer)
        .isEqualTo("success");
    return answer.at("/data/result");
  }

  private JsonNode get(String target) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target)).build(),
            HttpResponse.BodyHandlers.ofString());
    return new JsonMapper().readTree(response.body());
  }
}
