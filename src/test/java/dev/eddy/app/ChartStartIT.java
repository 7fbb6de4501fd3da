package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built Eddy, started with the command line, the settings file and the environment that the
/// chart renders. Only what a cluster would give is replaced: where Kafka is, paths, the port, the
/// name of the pod.
class ChartStartIT {

  @TempDir static Path folder;

  @Test
  void shouldStartEddyAsTheChartSays() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      int port = EmbeddedKafka.freePorts()[0];
      Chart chart =
          Chart.rendered(
              "minimal.yaml",
              Map.of(
                  "kafka.bootstrapServers",
                  kafka.bootstrapServers(),
                  "settings.stream\\.replication",
                  "1"));
      Path mounted = Files.createDirectories(folder.resolve("etc"));
      Path settings = mounted.resolve("eddy.properties");
      Path state = folder.resolve("state");
      Files.writeString(
          settings,
          replaced(
              replaced(
                  replaced(chart.settingsFile(), "=/var/lib/eddy/state", "=" + state),
                  "serve.port=8080",
                  "serve.port=" + port),
              "serve.host=0.0.0.0",
              "serve.host=127.0.0.1"));
      Map<String, String> environment = new TreeMap<>(chart.environment(Map.of()));
      assertThat(environment.put("EDDY_SERVE_ADVERTISED", "127.0.0.1:" + port))
          .endsWith(".discovery.svc:8080");
      List<String> arguments = new ArrayList<>(chart.arguments());
      arguments.replaceAll(argument -> argument.replace("/etc/eddy", mounted.toString()));
      try (BuiltEddy eddy = new BuiltEddy(folder, environment, arguments.toArray(String[]::new))) {
        URI at = URI.create(eddy.awaitErr("Eddy answers on (\\S+)"));
        assertThat(at.getPort()).isEqualTo(port);
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
          String path = chart.container().at("/" + probe + "/httpGet/path").asText();
          await().atMost(RunningEddy.LIMIT).until(() -> status(at.resolve(path)) == 200);
        }
        eddy.interrupt();
        assertThat(eddy.await()).isEqualTo(128 + 15);
        assertThat(state).isDirectory();
      }
    }
  }

  private static String replaced(String text, String what, String by) {
    assertThat(text).contains(what);
    return text.replace(what, by);
  }

  private static int status(URI uri) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
