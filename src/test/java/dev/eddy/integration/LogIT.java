package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TokenLine;
import dev.eddy.serve.access.TokenSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server as it was built writes to its log.
class LogIT {

  private static final String TOKEN = TokenSecret.random();
  private static final String SHOP = TokenSecret.random();

  /// Java says so itself, before there is a log.
  private static final String OF_JAVA = "WARNING: Using incubator modules: jdk.incubator.vector";

  @TempDir static Path folder;

  @Test
  void shouldTieASlowQueryToItsRequestInJson() throws Exception {
    int port = EmbeddedKafka.freePorts()[0];
    SharedKafka kafka = SharedKafka.namespace("log");
    try (BuiltEddy serve =
            new BuiltEddy(
                folder,
                "serve",
                "--set=stream.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set=stream.namespace=" + kafka.names().namespace(),
                "--set=stream.state-dir=" + folder.resolve("state"),
                "--set=stream.partitions=1",
                "--set=serve.slow-ms=1",
                "--set=serve.port=0",
                "--set=serve.operations-port=" + port,
                "--set=metrics.enabled=false",
                "--set=serve.tokens-file=" + tokens(),
                "--set=log.format=json");
        HttpClient http = HttpClient.newHttpClient()) {
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      serve.awaitErr("(Operations listen on)");
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(http, root.resolve("health/ready")).statusCode() == 200);
      HttpRequest.Builder metrics = HttpRequest.newBuilder(root.resolve("metrics"));
      assertThat(send(http, metrics.header("Authorization", "Bearer " + TOKEN)).body())
          .startsWith("# Metrics are off");
      // Kafka acknowledges it from all replicas, which takes longer than a millisecond.
      http.send(
          HttpRequest.newBuilder(root.resolve("v1/ratings"))
              .header("Content-Type", "application/json")
              .header("X-Request-Id", "slow-one")
              .header("Authorization", "Bearer " + SHOP)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":3}"))
              .build(),
          HttpResponse.BodyHandlers.discarding());
      serve.awaitErr("slow-one");
      shouldLetInOperatorsAlone(http, root.resolve("v1/admin/brakes"));
      serve.awaitErr("brakes by (nobody)");
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
              })
          .anySatisfy(
              line -> {
                assertThat(line.get("loggerName").asText()).isEqualTo("dev.eddy.audit");
                assertThat(line.at("/mdc/requestId").asText()).isEqualTo("slow-one");
                assertThat(line.at("/kvpList/0/who").asText()).isEqualTo("shop");
                assertThat(line.at("/kvpList/3/outcome").asText()).isEqualTo("done");
              });
    }
  }

  private static void shouldLetInOperatorsAlone(HttpClient http, URI lever) throws Exception {
    HttpResponse<String> stranger = get(http, lever);
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(stranger.body()).contains("Authorization: Bearer").doesNotContain(TOKEN);
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
    HttpRequest.Builder reads =
        HttpRequest.newBuilder(lever.resolve("/v1/items"))
            .header("Authorization", "Bearer " + TOKEN);
    assertThat(send(http, reads).statusCode()).as("an operator reads nothing").isEqualTo(403);
  }

  private static Path tokens() throws IOException {
    return Files.writeString(
        folder.resolve("tokens"),
        TokenLine.of("shop", Set.of(Role.WRITE, Role.READ), null, SHOP).text()
            + "\n"
            + TokenLine.of("ops", Set.of(Role.ADMIN), null, TOKEN).text());
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
      throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(HttpClient http, URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
