package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.event.Rating;
import dev.eddy.fixture.Programs;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.packaging.DashboardPicture;
import dev.eddy.packaging.RealPrometheus;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus that has scraped a running Eddy answers what each panel of each dashboard
/// asks, and takes the rules. Needs Debian's `prometheus`.
class ObserveIT {

  private static final Path DASHBOARDS = Path.of("deploy/grafana/dashboards");
  private static final Path RULES = Path.of("deploy/prometheus/eddy-rules.yaml");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int ROUNDS = 10;
  private static final int RATINGS = 200;
  private static final long WINDOW_MS = 60_000;

  @TempDir static Path folder;

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
    Programs.assume("prometheus", "prometheus");
    SharedKafka kafka = SharedKafka.namespace("observe");
    try (RunningEddy eddy =
        RunningEddy.start(
            kafka,
            folder.resolve("state"),
            Map.of(
                "stream.partitions",
                "1",
                "drift.window-ms",
                Long.toString(WINDOW_MS),
                "drift.control-share",
                "0.3",
                "challenger.generation",
                "2",
                "challenger.share",
                "0.5"))) {
      try (RealPrometheus prometheus = new RealPrometheus(folder, config(eddy))) {
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> !prometheus.ask("up{job=\"eddy\"} == 1").isEmpty());
        Instant from = Instant.now();
        use(eddy, prometheus);
        for (Question question : questions()) {
          String expression = expanded(question.expression);
          await(question.dashboard + ", " + question.panel + ": " + expression)
              .atMost(LIMIT)
              .until(() -> !prometheus.ask(expression).isEmpty());
        }
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(
                            prometheus
                                .get("/api/v1/rules")
                                .at("/data/groups")
                                .findValuesAsText("health"))
                        .hasSize(rules())
                        .containsOnly("ok"));
        draw(prometheus, from, Instant.now());
      }
    }
  }

  /// Returns how many rules there are.
  private static int rules() throws IOException {
    try (Stream<String> lines = Files.lines(RULES)) {
      return (int) lines.filter(line -> line.matches(" *(- )?(alert|record): .*")).count();
    }
  }

  private static String expanded(String expression) {
    return expression.replace("$job", "eddy").replace("$__rate_interval", "5s");
  }

  /// Draws what Grafana would show of it, for people to look at.
  private static void draw(RealPrometheus prometheus, Instant from, Instant to) throws Exception {
    Path pictures = Files.createDirectories(Path.of("target/dashboards"));
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : files.sorted().toList()) {
        DashboardPicture picture =
            new DashboardPicture(
                new JsonMapper().readTree(Files.readString(file)),
                expression -> prometheus.ask(expanded(expression), from, to));
        String name = file.getFileName().toString().replace(".json", ".svg");
        Files.writeString(pictures.resolve(name), picture.draw());
        assertThat(picture.emptyPanels()).as(name).isEmpty();
      }
    }
  }

  private static Path config(RunningEddy eddy) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 500ms, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: eddy
            static_configs: [{targets: ['%s']}]
        """
            .formatted(RULES.toAbsolutePath(), eddy.uri("/metrics").getAuthority()));
    return config;
  }

  /// Lets every meter have something to tell, again and again, each time until Prometheus has seen
  /// it.
  private static void use(RunningEddy eddy, RealPrometheus prometheus) throws Exception {
    for (int item = 0; item < 40; item++) {
      eddy.send(
          HttpRequest.newBuilder(eddy.uri("/v1/items/i" + item))
              .header("Content-Type", "application/json")
              .PUT(
                  BodyPublishers.ofString(
                      "{\"title\":\"Item %d\",\"genres\":[\"%s\"]}"
                          .formatted(item, item % 3 == 0 ? "Drama" : "Comedy"))));
    }
    for (int round = 0; round < ROUNDS; round++) {
      // Each round lies in a window of its own, as the monitors of drift count.
      long timeMs = 1_600_000_000_000L + round * WINDOW_MS;
      for (int n = 0; n < RATINGS; n++) {
        eddy.publisher()
            .publish(Rating.of("u" + n % 20, "i" + (n + round) % 30, 1 + n % 4, timeMs + n));
      }
      eddy.publisher().publishRaw("u1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
      eddy.publisher().flush();
      for (int user = 0; user < 20; user++) {
        eddy.get("/v1/users/u" + user + "/recommendations");
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/exposures"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"userId\":\"u%d\",\"items\":[\"i%d\",\"i%d\"],\"variant\":\"%s\",\"timestamp\":%d}"
                            .formatted(
                                user,
                                user % 7,
                                round,
                                user % 2 == 0 ? "champion" : "challenger",
                                timeMs + user))));
      }
      String seen = "sum(eddy_events_total) >= %d".formatted((round + 1) * (RATINGS + 1));
      await(seen).atMost(LIMIT).until(() -> !prometheus.ask(seen).isEmpty());
    }
  }
}
