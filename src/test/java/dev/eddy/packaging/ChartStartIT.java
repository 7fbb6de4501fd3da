package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    SharedKafka kafka = SharedKafka.namespace("chart");
    int[] ports = EmbeddedKafka.freePorts();
    Chart chart =
        Chart.rendered(
            "minimal.yaml",
            Map.of(
                "kafka.bootstrapServers",
                kafka.bootstrapServers(),
                "settings.stream\\.replication",
                "1",
                "settings.stream\\.namespace",
                kafka.names().namespace()));
    Path mounted = Files.createDirectories(folder.resolve("etc"));
    Path settings = mounted.resolve("eddy.properties");
    Path state = folder.resolve("state");
    Path access = Files.createDirectories(folder.resolve("access"));
    for (String name : List.of("tokens", "peer")) {
      Path file =
          Files.writeString(access.resolve(name), chart.madeSecret("shop-eddy-access").get(name));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }
    Files.writeString(
        settings,
        replaced(
            replaced(
                replaced(
                    replaced(
                        replaced(chart.settingsFile(), "=/var/lib/eddy/state", "=" + state),
                        "=/etc/eddy-access/",
                        "=" + access + "/"),
                    "serve.port=8080",
                    "serve.port=" + ports[0]),
                "serve.operations-port=8081",
                "serve.operations-port=" + ports[1]),
            "serve.host=0.0.0.0",
            "serve.host=127.0.0.1"));
    Map<String, String> environment = new TreeMap<>(chart.environment(Map.of()));
    assertThat(environment.put("EDDY_SERVE_ADVERTISED", "127.0.0.1:" + ports[1]))
        .endsWith(".discovery.svc:8081");
    List<String> arguments = new ArrayList<>(chart.arguments());
    arguments.replaceAll(argument -> argument.replace("/etc/eddy", mounted.toString()));
    try (BuiltEddy eddy = new BuiltEddy(folder, environment, arguments.toArray(String[]::new))) {
      URI at = URI.create(eddy.awaitErr("Operations listen on (\\S+)"));
      assertThat(at.getPort()).isEqualTo(ports[1]);
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode get = chart.container().at("/" + probe + "/httpGet");
        assertThat(get.get("port").asText()).isEqualTo("operations");
        String path = get.get("path").asText();
        await().atMost(RunningEddy.LIMIT).until(() -> status(at.resolve(path)) == 200);
      }
      eddy.interrupt();
      assertThat(eddy.await()).isEqualTo(128 + 15);
      assertThat(state).isDirectory();
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
