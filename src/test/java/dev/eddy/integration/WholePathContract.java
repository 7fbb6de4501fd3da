package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.stream.record.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The whole path against a real broker, whichever it is: Kafka in, recommendations over HTTP
/// out, on four partitions.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class WholePathContract {

  private static final int FANS = 40;

  @TempDir static Path folder;

  private String bootstrapServers;
  private RunningEddy eddy;

  /// Starts a broker and returns its address.
  abstract String startBroker();

  abstract void stopBroker();

  /// Returns the settings that the broker asks for.
  Map<String, String> settings() {
    return Map.of();
  }

  @BeforeAll
  void start() {
    bootstrapServers = startBroker();
    eddy = start("state");
  }

  private RunningEddy start(String state) {
    return RunningEddy.start(bootstrapServers, folder.resolve(state), settings());
  }

  @AfterAll
  void stop() {
    eddy.close();
    stopBroker();
  }

  @Test
  void shouldLearnRecommendRejectCorrectForgetAndLoseTheDisk() throws Exception {
    EventPublisher publisher = eddy.publisher();
    for (int fan = 0; fan < FANS; fan++) {
      publisher.publish(Rating.of("fan" + fan, "Alien", 5, 1));
      publisher.publish(Rating.of("fan" + fan, "Aliens", 5, 1));
      publisher.publish(Rating.of("fan" + fan, "Notting Hill", 1, 1));
    }
    publisher.publishRaw("fan1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
    publisher.publishRaw(null, "{}".getBytes(StandardCharsets.UTF_8));
    publisher.flush();
    eddy.awaitSums(3L * FANS);

    await() // lists follow the merged choices within a second or two
        .atMost(RunningEddy.LIMIT)
        .untilAsserted(
            () -> {
              JsonNode list = eddy.get("/v1/users/newcomer/recommendations?n=3");
              assertThat(list.get("coldStart").asBoolean()).isTrue();
              assertThat(list.get("items").get(2).get("itemId").asText()).isEqualTo("Notting Hill");
            });

    HttpResponse<String> posted =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "[{\"userId\":\"ann\",\"itemId\":\"Alien\",\"rating\":5},"
                            + "{\"userId\":\"ann\",\"itemId\":\"Aliens\",\"rating\":4}]")));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    eddy.awaitSums(3L * FANS + 2);
    JsonNode list = eddy.get("/v1/users/ann/recommendations");
    assertThat(list.get("coldStart").asBoolean()).isFalse();
    assertThat(list.get("items")).hasSize(1);
    assertThat(eddy.get("/v1/users/ann/ratings").get("total").asInt()).isEqualTo(2);

    JsonNode byMean = eddy.get("/v1/items?sort=mean").get("items");
    assertThat(byMean.get(2).get("title").asText()).isEqualTo("Notting Hill");
    assertThat(byMean.get(0).get("mean").asDouble()).isEqualTo(5);
    assertThat(byMean.get(2).get("mean").asDouble()).isEqualTo(1);
    JsonNode crosstab = eddy.get("/v1/crosstab?users=ann,fan3,nobody&items=Alien,Notting%20Hill");
    assertThat(crosstab.get("users").toString())
        .isEqualTo(
            "[{\"userId\":\"ann\",\"ratings\":[5.0,null]},"
                + "{\"userId\":\"fan3\",\"ratings\":[5.0,1.0]},"
                + "{\"userId\":\"nobody\",\"ratings\":[null,null]}]");
    HttpResponse<String> csv =
        eddy.send(
            HttpRequest.newBuilder(
                eddy.uri("/v1/crosstab?users=ann,fan3&items=Alien,Notting%20Hill&format=csv")));
    assertThat(csv.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
    assertThat(csv.body()).isEqualTo("user,Alien,Notting Hill\nann,5,\nfan3,5,1\n");
    assertThat(eddy.get("/v1/crosstab").get("users").get(0).get("userId").asText())
        .startsWith("fan");
    JsonNode model = eddy.get("/v1/model");
    assertThat(model.get("model").asText()).isEqualTo("dot");
    assertThat(model.get("users").asInt()).isEqualTo(FANS + 1);
    assertThat(model.get("layers").get(1).get("shape").toString()).isEqualTo("[3,64]");
    assertThat(model.get("settings").get("learning.model").asText()).isEqualTo("dot");
    assertNewcomersAreServed(publisher);

    publisher.publishAndWait(
        List.of(Rating.withdrawal("ann", "Aliens", System.currentTimeMillis() + 1_000)));
    publisher.publishRaw("fan0".getBytes(StandardCharsets.UTF_8), null);
    publisher.flush();
    eddy.awaitSums(3L * FANS + 2 - 1 - 3);
    assertThat(eddy.count(Outcome.REJECTED)).isEqualTo(2);

    eddy.close();
    eddy = start("another-state"); // as after the loss of the disk
    eddy.awaitSums(3L * FANS + 2 - 1 - 3);
    assertThat(eddy.get("/v1/accuracy").get("outcomes").get("rejected").asInt()).isEqualTo(2);
  }

  /// A catalog entry is recommendable before anybody has rated it, and the answer says so.
  private void assertNewcomersAreServed(EventPublisher publisher) throws Exception {
    publisher.publish(
        new CatalogItem("New", "The New One", List.of("Horror"), 2026, List.of(), false));
    publisher.flush();
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> eddy.get("/v1/users/ann/recommendations").toString().contains("The New One"));
    JsonNode item = eddy.get("/v1/items/New");
    assertThat(item.get("start").asText()).isEqualTo("metadata");
    assertThat(item.get("ratings").asInt()).isZero();
    assertThat(item.has("mean")).isFalse();
    assertThat(eddy.get("/v1/items/Alien").has("start")).isFalse();
    assertThat(eddy.get("/v1/users/ann/recommendations?min-count=1").toString())
        .doesNotContain("The New One");
    await().atMost(RunningEddy.LIMIT).until(() -> eddy.get("/v1/map").get("items").size() == 3);
    HttpResponse<String> hidden =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"userId\":\"u\",\"itemId\":\"\\u0000i1\",\"rating\":5}")));
    assertThat(hidden.statusCode()).isEqualTo(400);
    assertThat(hidden.body()).contains("reserved id");
  }

  @Test
  void shouldAnswerBadRequestsWithProblems() throws Exception {
    for (String path :
        List.of(
            "/v1/users/u/recommendations?n=0",
            "/v1/users/u/recommendations?n=x",
            "/v1/users/u/recommendations?colour=red",
            "/v1/users/u/estimates",
            "/v1/users/u/recommendations?offset=-1",
            "/v1/items?sort=size",
            "/v1/model?n=1",
            "/v1/map?n=0",
            "/v1/crosstab?n=51")) {
      HttpResponse<String> response = eddy.send(HttpRequest.newBuilder(eddy.uri(path)));
      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(response.headers().firstValue("content-type"))
          .hasValue("application/problem+json");
      assertThat(response.body()).contains("\"parameter\"");
    }
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/items/nobody-knows"))).statusCode())
        .isEqualTo(404);
    HttpResponse<String> bad =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":9}")));
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("rating out of scale");
    HttpResponse<String> several =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"userId":"u","itemId":"i","rating":4}
                        {"userId":"u","itemId":"j","rating":4}
                        """)));
    assertThat(several.statusCode()).isEqualTo(400);
    assertThat(raw("GET /v1/items?q=100% HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "percent sign");
    assertThat(raw("GET /v1/[items HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json");
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body())
        .contains("eddy_prequential_rmse", "eddy_events_total", "kafka_", "jvm_memory")
        .contains("eddy_kernel_info{kind=\"" + kernel());
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/"))).body())
        .contains("<title>Eddy</title>");
  }

  /// Which kernels must have run: those that the environment asks for, as the matrix of CI does.
  private static String kernel() {
    return "scalar".equals(System.getenv("EDDY_KERNEL_CHOICE")) ? "scalar" : "simd";
  }

  /// Sends what no well-behaved client would.
  private String raw(String requestLine) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), eddy.uri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              (requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
