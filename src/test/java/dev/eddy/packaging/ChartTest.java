package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.JwtSettings;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.WatchedFiles;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart of `helm/`, linted and rendered by Helm itself, its manifests read by the model of
/// Kubernetes, which knows no field that the API does not.
class ChartTest {

  /// Secrets that the files of values name and their owners make.
  static final Map<String, String> SECRETS =
      Map.of(
          "kafka-ca/ca.crt", "-----BEGIN CERTIFICATE-----",
          "eddy-client/tls.crt", "-----BEGIN CERTIFICATE-----",
          "eddy-client/tls.key", "-----BEGIN PRIVATE KEY-----",
          "kafka-login/sasl.jaas.config", "a line");

  /// Refuses a manifest with a field that the API does not have, or without one that it needs.
  @FunctionalInterface
  private interface Check {
    void validate(JsonElement manifest) throws IOException;
  }

  private static final Map<String, Check> MODEL =
      Map.ofEntries(
          Map.entry("apps/v1 StatefulSet", V1StatefulSet::validateJsonElement),
          Map.entry("v1 Service", V1Service::validateJsonElement),
          Map.entry("v1 ServiceAccount", V1ServiceAccount::validateJsonElement),
          Map.entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
          Map.entry("v1 Secret", V1Secret::validateJsonElement),
          Map.entry("v1 Pod", V1Pod::validateJsonElement),
          Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement),
          Map.entry("networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement),
          Map.entry(
              "autoscaling/v2 HorizontalPodAutoscaler",
              V2HorizontalPodAutoscaler::validateJsonElement));

  static Stream<String> valuesFiles() throws IOException {
    return Chart.valuesFiles().stream();
  }

  private static Chart rendered(String valuesFile) throws IOException {
    return Chart.rendered(valuesFile, Map.of());
  }

  @Test
  void shouldPassHelmsLint() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void shouldRenderWhatKubernetesKnows(String valuesFile) throws IOException {
    Chart chart = rendered(valuesFile);
    assertThat(chart.manifests()).hasSizeGreaterThanOrEqualTo(5);
    for (JsonNode manifest : chart.manifests()) {
      String type = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
      if (type.startsWith("monitoring.coreos.com/v1 ")) {
        continue; // the operator's own; see below
      }
      assertThat(MODEL).containsKey(type);
      MODEL.get(type).validate(JsonParser.parseString(manifest.toString()));
      assertThat(manifest.at("/metadata/name").asText()).matches("[a-z0-9-]{1,63}");
    }
  }

  @Test
  void shouldNotTakeAFieldThatKubernetesDoesNotKnow() {
    assertThatThrownBy(
            () ->
                MODEL
                    .get("v1 Service")
                    .validate(
                        JsonParser.parseString(
                            "{\"spec\": {\"ports\": [{\"port\": 1, \"misspelt\": 2}]}}")))
        .hasMessageContaining("misspelt");
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void shouldStartEddyWithSettingsThatItTakes(String valuesFile, @TempDir Path folder)
      throws IOException {
    Chart chart = rendered(valuesFile);
    assertThat(chart.arguments()).containsExactly("serve", "--config", "/etc/eddy/eddy.properties");
    Path file = Files.writeString(folder.resolve("eddy.properties"), chart.settingsFile());
    Settings settings =
        new SettingsLoader(chart.environment(SECRETS)).load(Map.of(), file, Map.of());
    assertThat(settings.stream().bootstrapServers()).startsWith("kafka");
    assertThat(settings.serve().host()).isEqualTo("0.0.0.0");
    assertThat(settings.serve().advertised())
        .isEqualTo("shop-eddy-0.shop-eddy-headless.discovery.svc:8081");
  }

  @Test
  void shouldHandTheLoginToKafkasClientsAsItWasGiven() throws IOException {
    Map<String, String> environment = rendered("tls-sasl.yaml").environment(SECRETS);
    var login =
        JaasContext.loadClientContext(
            Map.of(
                SaslConfigs.SASL_JAAS_CONFIG,
                new Password(environment.get("EDDY_KAFKA_SASL_JAAS_CONFIG"))));
    var entry = login.configurationEntries().getFirst();
    assertThat(entry.getLoginModuleName()).endsWith("ScramLoginModule");
    assertThat(new TreeMap<String, Object>(entry.getOptions()))
        .containsEntry("username", "eddy")
        .containsEntry("password", "a \"quoted\" \\ password");
    assertThat(environment).containsKeys("EDDY_KAFKA_SSL_TRUSTSTORE_CERTIFICATES");
    assertThat(rendered("tls-sasl.yaml").settingsFile())
        .contains("kafka.security.protocol=SASL_SSL")
        .doesNotContain("password");
  }

  @Test
  void shouldSendRequestsToInstancesAndNothingElse() throws IOException {
    Chart chart = rendered("production.yaml");
    JsonNode labels = chart.only("StatefulSet").at("/spec/template/metadata/labels");
    assertThat(chart.ofKind("Service")).hasSize(2);
    for (JsonNode service : chart.ofKind("Service")) {
      assertThat(matches(service.at("/spec/selector"), labels)).isTrue();
      assertThat(matches(service.at("/spec/selector"), chart.only("Pod").at("/metadata/labels")))
          .as("the pod of `helm test`")
          .isFalse();
    }
    JsonNode monitor = chart.only("ServiceMonitor");
    assertThat(
            chart.ofKind("Service").stream()
                .filter(
                    s ->
                        matches(
                            monitor.at("/spec/selector/matchLabels"), s.at("/metadata/labels"))))
        .as("instances are scraped once each")
        .hasSize(1);
    assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/metrics");
    assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("operations");
    assertThat(
            chart.only("HorizontalPodAutoscaler").at("/spec/metrics/0/pods/metric/name").asText())
        .isEqualTo("kafka_consumer_fetch_manager_records_lag");
    assertThat(chart.only("StatefulSet").at("/spec/replicas").isMissingNode())
        .as("left to the autoscaler")
        .isTrue();
  }

  @Test
  void shouldMakeTokensThatInstancesKnow(@TempDir Path folder) throws IOException {
    Chart chart = rendered("production.yaml");
    Map<String, String> made = chart.madeSecret("shop-eddy-access");
    Path tokens = Files.writeString(folder.resolve("tokens"), made.get("tokens"));
    Path peer = Files.writeString(folder.resolve("peer"), made.get("peer"));
    Files.setPosixFilePermissions(peer, PosixFilePermissions.fromString("r--r-----"));
    AccessSettings settings =
        new AccessSettings(
            tokens.toString(), JwtSettings.NONE, false, peer.toString(), false, true);
    try (WatchedFiles files = new WatchedFiles(Duration.ofMinutes(1), new SimpleMeterRegistry())) {
      Access access = Access.of(settings, "0.0.0.0", files);
      Map<String, Set<Role>> roles =
          Map.of(
              "client", Set.of(Role.READ, Role.WRITE),
              "operator", Set.of(Role.READ, Role.ADMIN),
              "prometheus", Set.of(Role.WATCH),
              "peer", Set.of(Role.PEER));
      roles.forEach(
          (key, may) ->
              assertThat(access.tokens().getFirst().holder(made.get(key)).orElseThrow().roles())
                  .as(key)
                  .isEqualTo(may));
    }
    JsonNode volumes = chart.only("StatefulSet").at("/spec/template/spec/volumes");
    assertThat(volumes.findValue("secret").get("secretName").asText())
        .isEqualTo("shop-eddy-access");
    assertThat(volumes.findValue("secret").get("defaultMode").asInt()).isEqualTo(0440);
    assertThat(chart.only("ServiceMonitor").at("/spec/endpoints/0/authorization/credentials"))
        .isEqualTo(
            new JsonMapper()
                .createObjectNode()
                .put("name", "shop-eddy-access")
                .put("key", "prometheus"));
  }

  @Test
  void shouldAskForCertificatesIfASecretHasThem() throws IOException {
    Chart chart = rendered("tls-sasl.yaml");
    assertThat(chart.settingsFile())
        .contains(
            "serve.tls-certificate=/etc/eddy-tls/tls.crt",
            "serve.tls-key=/etc/eddy-tls/tls.key",
            "serve.tls-peer-ca=/etc/eddy-tls/ca.crt",
            "serve.tokens-file=/etc/eddy-access/tokens");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(chart.container().at("/" + probe + "/httpGet/scheme").asText()).isEqualTo("HTTPS");
    }
    assertThat(rendered("unmonitored.yaml").settingsFile())
        .contains("serve.open=true")
        .doesNotContain("serve.tokens-file");
  }

  @Test
  void shouldKeepOperationsFromClients() throws IOException {
    Chart chart = rendered("production.yaml");
    for (JsonNode service : chart.ofKind("Service")) {
      boolean isForInstances =
          service.at("/metadata/labels/app.kubernetes.io~1component").asText().equals("peers");
      assertThat(service.at("/spec/ports")).hasSize(1);
      assertThat(service.at("/spec/ports/0/targetPort").asText())
          .isEqualTo(isForInstances ? "operations" : "http");
    }
    for (JsonNode path : chart.only("Ingress").at("/spec/rules/0/http/paths")) {
      assertThat(path.at("/backend/service/port/name").asText()).isEqualTo("http");
    }
    List<String> whoMay = new ArrayList<>();
    for (JsonNode rule : chart.only("NetworkPolicy").at("/spec/ingress")) {
      if (rule.get("ports").toString().contains("operations")) {
        rule.get("from").forEach(from -> whoMay.add(from.toString()));
      }
    }
    assertThat(whoMay).hasSize(3).anyMatch(from -> from.contains("monitoring"));
    assertThat(whoMay)
        .noneMatch(from -> from.matches(".*metadata.name\":\"(ingress-nginx|shop)\".*"));
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
  }

  @Test
  void shouldGiveNoRightsAway() throws IOException {
    for (String valuesFile : Chart.valuesFiles()) {
      JsonNode pod = rendered(valuesFile).only("StatefulSet").at("/spec/template/spec");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
      JsonNode container = pod.at("/containers/0/securityContext");
      assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
      assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }
  }

  @Test
  void shouldBringTheRulesAndDashboardsOfDeploy() throws IOException {
    Chart chart = rendered("production.yaml");
    assertThat(chart.only("PrometheusRule").get("spec"))
        .isEqualTo(
            new YAMLMapper().readTree(Path.of("deploy/prometheus/eddy-rules.yaml").toFile()));
    try (Stream<Path> files = Files.list(Path.of("deploy/grafana/dashboards"))) {
      for (Path file : files.toList()) {
        assertThat(chart.ofKind("ConfigMap"))
            .as(file.toString())
            .anySatisfy(
                map -> {
                  String held = map.get("data").path(file.getFileName().toString()).asText();
                  assertThat(new JsonMapper().readTree(held))
                      .isEqualTo(new JsonMapper().readTree(file.toFile()));
                });
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas                     | 0
          replica                      | 2
          kafka.bootstrapServers       | kafka
          kafka.bootstrapServers       | ''
          kafka.sasl.enabled           | true
          kafka.sasl.mechanism         | GSSAPI
          image.digest                 | sha256:abc
          image.pullPolicy             | Sometimes
          settings.serve\\.port         | 9000
          settings.serve\\.operations-port | 9000
          settings.Serve               | 1
          persistence.size             | lots
          jvm.heap                     | large
          ingress.enabled              | true
          service.type                 | ExternalName
          terminationGracePeriodSeconds| 1
          monitoring.serviceMonitor.interval | often
          """)
  void shouldRefuseBadValuesAndNameThem(String value, String bad) {
    List<String> path = List.of(value.replace("\\.", "/").split("\\."));
    assertThatThrownBy(() -> Chart.rendered("minimal.yaml", Map.of(value, typed(bad))))
        .hasMessageContaining(path.getLast().replace('/', '.').replace("enabled", ""));
  }

  private static Object typed(String value) {
    if (value.equals("true")) {
      return true;
    }
    return value.matches("[0-9]+") ? (Object) Integer.valueOf(value) : value;
  }
}
