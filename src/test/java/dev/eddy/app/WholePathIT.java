package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.event.Rating;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The whole path against a real broker: Kafka in, recommendations over HTTP out, on four
// partitions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholePathIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int FANS = 40;

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedKafka kafka;
  private Instance instance;

  @BeforeAll
  void start() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    instance = newInstance("state");
  }

  private Instance newInstance(String state) {
    Map<String, String> settings = new HashMap<>();
    settings.put("stream.bootstrap-servers", kafka.bootstrapServers());
    settings.put("stream.state-dir", folder.resolve(state).toString());
    settings.put("stream.commit-interval-ms", "200");
    settings.put("serve.port", "0");
    Instance started = new Instance(new SettingsLoader(Map.of()).load(null, settings));
    started.start();
    await().atMost(LIMIT).until(() -> started.engine().readiness().isReady());
    return started;
  }

  @AfterAll
  void stop() {
    instance.close();
    kafka.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + instance.port() + path);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  private static long standing(Engine engine) {
    return engine
        .tasks()
        .sum(task -> task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed());
  }

  private static long userSum(Engine engine) {
    long[] sum = {0};
    for (LearnTask task : engine.tasks().all()) {
      task.forEachUser((id, row) -> sum[0] += row.count());
    }
    return sum[0];
  }

  private void awaitSums(long expected) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(standing(instance.engine())).isEqualTo(expected);
              assertThat(userSum(instance.engine())).isEqualTo(expected);
              assertThat(instance.engine().index().countSum()).isEqualTo(expected);
            });
  }

  @Test
  void shouldLearnRecommendRejectCorrectForgetAndRestart() throws Exception {
    RatingPublisher publisher = instance.publisher();
    for (int fan = 0; fan < FANS; fan++) {
      publisher.publish(Rating.of("fan" + fan, "Alien", 5, 1));
      publisher.publish(Rating.of("fan" + fan, "Aliens", 5, 1));
      publisher.publish(Rating.of("fan" + fan, "Notting Hill", 1, 1));
    }
    publisher.publishRaw("fan1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
    publisher.publishRaw(null, "{}".getBytes(StandardCharsets.UTF_8));
    publisher.flush();
    awaitSums(3L * FANS);

    JsonNode list = get("/v1/users/newcomer/recommendations?n=3");
    assertThat(list.get("coldStart").asBoolean()).isTrue();
    assertThat(list.get("items").get(2).get("itemId").asText()).isEqualTo("Notting Hill");

    HttpResponse<String> posted =
        send(
            HttpRequest.newBuilder(uri("/v1/ratings"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "[{\"userId\":\"ann\",\"itemId\":\"Alien\",\"rating\":5},"
                            + "{\"userId\":\"ann\",\"itemId\":\"Aliens\",\"rating\":4}]")));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    awaitSums(3L * FANS + 2);
    list = get("/v1/users/ann/recommendations");
    assertThat(list.get("coldStart").asBoolean()).isFalse();
    assertThat(list.get("items")).hasSize(1);
    assertThat(get("/v1/users/ann/ratings").get("total").asInt()).isEqualTo(2);

    publisher.publishAndWait(
        List.of(Rating.withdrawal("ann", "Aliens", System.currentTimeMillis() + 1_000)));
    publisher.publishRaw("fan0".getBytes(StandardCharsets.UTF_8), null);
    publisher.flush();
    awaitSums(3L * FANS + 2 - 1 - 3);
    assertThat(instance.engine().tasks().sum(task -> task.count(Outcome.REJECTED))).isEqualTo(2);

    instance.close();
    instance = newInstance("another-state"); // as after the loss of the disk
    awaitSums(3L * FANS + 2 - 1 - 3);
    assertThat(get("/v1/accuracy").get("outcomes").get("rejected").asInt()).isEqualTo(2);
  }

  @Test
  void shouldAnswerBadRequestsWithProblems() throws Exception {
    for (String path :
        List.of(
            "/v1/users/u/recommendations?n=0",
            "/v1/users/u/recommendations?n=x",
            "/v1/users/u/recommendations?colour=red",
            "/v1/users/u/estimates",
            "/v1/items?sort=size")) {
      HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)));
      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(response.headers().firstValue("content-type"))
          .hasValue("application/problem+json");
      assertThat(response.body()).contains("\"parameter\"");
    }
    assertThat(send(HttpRequest.newBuilder(uri("/v1/items/nobody-knows"))).statusCode())
        .isEqualTo(404);
    HttpResponse<String> bad =
        send(
            HttpRequest.newBuilder(uri("/v1/ratings"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"userId\":\"u\",\"itemId\":\"i\",\"rating\":9}")));
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("rating out of scale");
    assertThat(send(HttpRequest.newBuilder(uri("/metrics"))).body())
        .contains("eddy_prequential_rmse", "eddy_events_total", "kafka_", "jvm_memory");
    assertThat(send(HttpRequest.newBuilder(uri("/"))).body()).contains("<title>Eddy</title>");
  }
}
