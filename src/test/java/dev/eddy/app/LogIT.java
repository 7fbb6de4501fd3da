package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server as it was built writes to its log.
class LogIT {

  private static final String TOKEN = "only.for-operators_1";

  /// Java says so itself, before there is a log.
  private static final String OF_JAVA = "WARNING: Using incubator modules: jdk.incubator.vector";

  @TempDir static Path folder;

  @Test
  void shouldTieASlowQueryToItsRequestInJson() throws Exception {
    int port = EmbeddedKafka.freePorts()[0];
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        BuiltEddy serve =
            new BuiltEddy(
                folder,
                "serve",
                "--set=stream.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set=stream.state-dir=" + folder.resolve("state"),
                "--set=stream.partitions=1",
                "--set=serve.slow-ms=1",
                "--set=serve.port=" + port,
                "--set=metrics.enabled=false",
                "--set=serve.admin-token=" + TOKEN,
                "--set=log.format=json");
        HttpClient http = HttpClient.newHttpClient()) {
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      serve.awaitErr("(Eddy answers on)");
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(http, root.resolve("health/ready")).statusCode() == 200);
      assertThat(get(http, root.resolve("metrics")).body())
          .startsWith("# Metrics are switched off");
      // Kafka acknowledges it from all replicas, which takes longer than a millisecond.
      http.send(
          HttpRequest.newBuilder(root.resolve("v1/ratings"))
              .header("Content-Type", "application/json")
              .header("X-Request-Id", "slow-one")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":3}"))
              .build(),
          HttpResponse.BodyHandlers.discarding());
      serve.awaitErr("slow-one");
      shouldLetInOperatorsAlone(http, root.resolve("v1/admin/brakes"));
      serve.interrupt();
      serve.await();
      assertThat(serve.err()).doesNotContain(TOKEN);

      List<JsonNode> lines = new ArrayList<>();
      for (String line : serve.err().lines().toList()) {
        if (!line.equals(OF_JAVA)) {
          lines.add(new JsonMapper().readTree(line));
        }
      }
      assertThat(lines)
          .anySatisfy(
              line -> {
                assertThat(line.at("/mdc/requestId").asText()).isEqualTo("slow-one");
                assertThat(line.at("/kvpList/0/endpoint").asText()).isEqualTo("POST /v1/ratings");
                assertThat(line.at("/kvpList/1/millis").asLong()).isPositive();
              });
    }
  }

  private static void shouldLetInOperatorsAlone(HttpClient http, URI lever) throws Exception {
    HttpResponse<String> stranger = get(http, lever);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(stranger.body()).contains("serve.admin-token").doesNotContain(TOKEN);
    for (String shown : List.of("Bearer wrong", TOKEN, "Bearer " + TOKEN + "x", "Basic " + TOKEN)) {
      HttpRequest.Builder put =
          HttpRequest.newBuilder(lever)
              .header("Authorization", shown)
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString("{\"exploration\":0.5}"));
      assertThat(send(http, put).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> operator =
        send(http, HttpRequest.newBuilder(lever).header("Authorization", "Bearer " + TOKEN));
    assertThat(operator.statusCode()).isEqualTo(200);
    assertThat(new JsonMapper().readTree(operator.body()).get("exploration").asDouble()).isZero();
    assertThat(get(http, lever.resolve("/v1/items")).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(HttpClient http, URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
