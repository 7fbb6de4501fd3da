package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.event.Rating;
import dev.eddy.fixture.Programs;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a fault to whoever is told of it: Eddy, Prometheus and Alertmanager really run, with the
/// files of `deploy`, in which only addresses and waiting times are changed. Needs Debian's
/// `prometheus` and `prometheus-alertmanager`.
class AlertIT {

  private static final Path DEPLOY = Path.of("deploy");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  /// What a receiver was told.
  private record Notice(String receiver, String alert, String status, JsonNode annotations) {}

  @BeforeAll
  static void requireTools() {
    Programs.assume("prometheus", "prometheus");
    Programs.assume("prometheus-alertmanager", "prometheus-alertmanager");
  }

  @Test
  @SuppressWarnings("try") // that Eddy ends is one of the faults
  void shouldTellTheRightReceiverOfAFaultAndOfItsEnd() throws Exception {
    HttpServer webhook = webhook();
    Process alertmanager = null;
    int port = EmbeddedKafka.freePorts()[0];
    SharedKafka kafka = SharedKafka.namespace("alert");
    try (RunningEddy eddy =
        RunningEddy.start(kafka, folder.resolve("state"), Map.of("stream.partitions", "1"))) {
      alertmanager = alertmanager(webhook.getAddress().getPort(), port);
      try (RealPrometheus prometheus = new RealPrometheus(folder, prometheus(eddy, port))) {
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> !prometheus.ask("up{job=\"eddy\"} == 1").isEmpty());
        rate(eddy, 100);
        assertThat(notices).isEmpty();

        awaitWhile(() -> damage(eddy), "EddyDeadLettersRising", "firing", "somebody-tomorrow");
        awaitWhile(() -> rate(eddy, 500), "EddyDeadLettersRising", "resolved", "somebody-tomorrow");
        eddy.close();
        awaitWhile(() -> {}, "EddyDown", "firing", "somebody-now");
      }
    } finally {
      webhook.stop(0);
      if (alertmanager != null) {
        alertmanager.destroy();
        alertmanager.waitFor();
      }
    }
    assertThat(notices).extracting(Notice::receiver).doesNotContain("nobody");
  }

  /// Goes on with something until an alert arrives.
  private void awaitWhile(Runnable action, String alert, String status, String receiver) {
    await(alert + " " + status + " among " + notices)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              action.run();
              assertThat(notices)
                  .anySatisfy(
                      notice -> {
                        assertThat(notice.receiver()).isEqualTo(receiver);
                        assertThat(notice.alert()).isEqualTo(alert);
                        assertThat(notice.status()).isEqualTo(status);
                        assertThat(notice.annotations().get("runbook_url").asText())
                            .startsWith("docs/runbook.md#");
                        assertThat(notice.annotations().get("summary").asText()).isNotBlank();
                      });
            });
  }

  private static void rate(RunningEddy eddy, int ratings) {
    for (int n = 0; n < ratings; n++) {
      eddy.publisher().publish(Rating.of("u" + n % 20, "i" + n % 30, 1 + n % 4, 1_000_000L + n));
    }
    eddy.publisher().flush();
  }

  private static void damage(RunningEddy eddy) {
    for (int n = 0; n < 20; n++) {
      eddy.publisher().publishRaw("u1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }
    eddy.publisher().flush();
  }

  /// Starts what alerts are sent to, under a path for each receiver.
  private HttpServer webhook() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode body = new JsonMapper().readTree(exchange.getRequestBody());
          for (JsonNode alert : body.get("alerts")) {
            notices.add(
                new Notice(
                    exchange.getRequestURI().getPath().substring(1),
                    alert.at("/labels/alertname").asText(),
                    alert.get("status").asText(),
                    alert.get("annotations")));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Process alertmanager(int webhookPort, int port) throws IOException {
    JsonNode config = YAML.readTree(DEPLOY.resolve("alertmanager/alertmanager.yml").toFile());
    ((ObjectNode) config.get("route")).put("group_wait", "1s").put("group_interval", "2s");
    for (JsonNode receiver : config.get("receivers")) {
      ((ObjectNode) receiver)
          .putArray("webhook_configs")
          .addObject()
          .put(
              "url",
              "http://127.0.0.1:%d/%s".formatted(webhookPort, receiver.get("name").asText()));
    }
    Path file = folder.resolve("alertmanager.yml");
    YAML.writeValue(file.toFile(), config);
    return new ProcessBuilder(
            "prometheus-alertmanager",
            "--config.file=" + file,
            "--storage.path=" + folder.resolve("alertmanager"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("alertmanager.log").toFile())
        .start();
  }

  /// Copies configuration and rules of Prometheus; what takes minutes takes seconds there.
  private static Path prometheus(RunningEddy eddy, int alertmanagerPort) throws IOException {
    Path rules = folder.resolve("eddy-rules.yaml");
    Files.writeString(
        rules,
        Files.readString(DEPLOY.resolve("prometheus/eddy-rules.yaml"))
            .replaceAll("\\[\\d+[mh]]", "[10s]")
            .replaceAll("for: \\d+m", "for: 2s"));
    JsonNode config = YAML.readTree(DEPLOY.resolve("prometheus/prometheus.yml").toFile());
    ((ObjectNode) config.get("global"))
        .put("scrape_interval", "1s")
        .put("evaluation_interval", "1s");
    ((ObjectNode) config).putArray("rule_files").add(rules.toString());
    target(config.at("/alerting/alertmanagers/0"), "127.0.0.1:" + alertmanagerPort);
    target(config.at("/scrape_configs/0"), eddy.uri("/metrics").getAuthority());
    Path file = folder.resolve("prometheus.yml");
    YAML.writeValue(file.toFile(), config);
    return file;
  }

  private static void target(JsonNode of, String address) {
    ((ObjectNode) of.at("/static_configs/0")).putArray("targets").add(address);
  }
}
