package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.settings.SettingsReference;
import dev.eddy.fixture.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The files of `deploy/`: the composition as docker-compose reads it, and whatever they say of one
/// another and of Eddy.
class DeployTest {

  private static final Path COMPOSE = Path.of("deploy/compose.yaml");

  /// Returns the composition with everything filled in, paths made absolute.
  private static JsonNode composed() throws IOException, InterruptedException {
    Programs.assume("docker-compose", "docker-compose");
    Assumptions.assumeTrue(
        new ProcessBuilder("docker-compose", "version").start().waitFor() == 0,
        "docker-compose does not run here: compose.yaml is not read");
    return new YAMLMapper()
        .readTree(Programs.run("docker-compose", "-f", COMPOSE.toString(), "config"));
  }

  private static Map<String, String> environment(JsonNode service) {
    Map<String, String> environment = new HashMap<>();
    service
        .path("environment")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    return environment;
  }

  @Test
  void shouldComposeAllThatIsPromised() throws Exception {
    JsonNode services = composed().get("services");
    assertThat(services.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "kafka", "eddy-1", "eddy-2", "world", "prometheus", "alertmanager", "grafana");
    for (JsonNode service : services) {
      for (JsonNode port : service.path("ports")) {
        String host = port.isTextual() ? port.asText() : port.get("host_ip").asText() + ":";
        assertThat(host).as("bound to this machine only").startsWith("127.0.0.1:");
      }
      assertThat(service.get("image").asText())
          .as("a version, or built here")
          .matches("eddy|[a-z/]+:v?[0-9.]+");
    }
  }

  @Test
  void shouldMountOnlyWhatExists() throws Exception {
    JsonNode composition = composed();
    int files = 0;
    for (JsonNode service : composition.get("services")) {
      for (JsonNode volume : service.path("volumes")) {
        String source =
            volume.isTextual() ? volume.asText().split(":", 2)[0] : volume.get("source").asText();
        if (source.startsWith("/")) {
          assertThat(Path.of(source)).exists();
          files++;
        } else {
          assertThat(composition.get("volumes").has(source)).as(source).isTrue();
        }
      }
    }
    assertThat(files).isGreaterThanOrEqualTo(5);
  }

  @Test
  void shouldSetOnlyWhatEddyKnows() throws Exception {
    for (String name : List.of("eddy-1", "eddy-2", "world")) {
      Map<String, String> environment = environment(composed().at("/services/" + name));
      assertKnown(environment);
      Settings settings = new SettingsLoader(environment).load(Map.of(), null, Map.of());
      assertThat(settings.stream().bootstrapServers()).isEqualTo("kafka:9092");
    }
    assertKnown(Dockerfile.read().environment());
    assertThat(
            new SettingsLoader(Dockerfile.read().environment())
                .load(Map.of(), null, Map.of())
                .serve()
                .host())
        .isEqualTo("0.0.0.0");
  }

  /// The loader passes over variables that it does not know, since others may own them.
  private static void assertKnown(Map<String, String> environment) {
    TreeSet<String> known = new TreeSet<>(List.of("EDDY_JAVA_OPTS"));
    SettingsReference.load().entries().forEach(entry -> known.add(entry.variable()));
    assertThat(environment.keySet())
        .filteredOn(name -> name.startsWith("EDDY_") && !name.startsWith("EDDY_KAFKA_"))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void shouldReachEachOther() throws Exception {
    JsonNode services = composed().get("services");
    for (String name : List.of("eddy-1", "eddy-2")) {
      assertThat(environment(services.get(name)).get("EDDY_SERVE_ADVERTISED"))
          .isEqualTo(name + ":8081");
    }
    String kafka = environment(services.get("kafka")).get("KAFKA_ADVERTISED_LISTENERS");
    assertThat(kafka).isEqualTo("PLAINTEXT://kafka:9092");
    JsonNode prometheus = yaml("deploy/prometheus/prometheus.yml");
    assertThat(prometheus.at("/scrape_configs/0/static_configs/0/targets").toString())
        .isEqualTo("[\"eddy-1:8081\",\"eddy-2:8081\"]");
    assertThat(prometheus.at("/alerting/alertmanagers/0/static_configs/0/targets/0").asText())
        .isEqualTo("alertmanager:9093");
    assertThat(
            yaml("deploy/grafana/provisioning/datasources/prometheus.yaml")
                .at("/datasources/0/url")
                .asText())
        .isEqualTo("http://prometheus:9090");
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(Path.of(file).toFile());
  }

  @Test
  void shouldProvisionDashboardsThatAskTheSourceThatIsProvisioned() throws IOException {
    String uid =
        yaml("deploy/grafana/provisioning/datasources/prometheus.yaml")
            .at("/datasources/0/uid")
            .asText();
    assertThat(
            yaml("deploy/grafana/provisioning/dashboards/eddy.yaml")
                .at("/providers/0/options/path")
                .asText())
        .isEqualTo("/etc/grafana/dashboards");
    try (Stream<Path> files = Files.list(Path.of("deploy/grafana/dashboards"))) {
      for (Path file : files.toList()) {
        JsonNode dashboard = new JsonMapper().readTree(file.toFile());
        List<JsonNode> asked = dashboard.findValues("datasource");
        assertThat(asked).as(file.toString()).isNotEmpty();
        for (JsonNode source : asked) {
          String of = source.path("uid").asText();
          assertThat(of)
              .as(file.toString())
              .isIn(uid, "${source}", "${datasource}", "-- Grafana --");
        }
      }
    }
  }

  @Test
  void shouldCheckPrometheusAndItsRules() throws Exception {
    Programs.assume("promtool", "prometheus");
    // The rules lie elsewhere in the container; those have a test of their own.
    Programs.run(
        "promtool", "check", "config", "--syntax-only", "deploy/prometheus/prometheus.yml");
  }

  @Test
  void shouldBuildTheImageFromWhatACloneHas() throws IOException {
    List<String> let =
        Files.readAllLines(Path.of("deploy/Dockerfile.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    List<String> copied = Dockerfile.read().copiedFromTheClone();
    assertThat(copied).containsExactlyInAnyOrderElementsOf(let);
    for (String path : copied) {
      assertThat(Path.of(path)).exists();
    }
  }
}
