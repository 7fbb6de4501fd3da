package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any instance answers for any user: two and three instances, one of them killed under load.
class PeersIT {

  private static final int PARTITIONS = 6;
  private static final int USERS = 240;
  private static final int PER_USER = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static final Map<String, String> SETTINGS =
      Map.of("stream.partitions", Integer.toString(PARTITIONS), "kafka.num.standby.replicas", "1");

  private static RunningEddy start(SharedKafka kafka, String name) {
    return RunningEddy.start(kafka, folder.resolve(name), SETTINGS);
  }

  private static JsonNode post(RunningEddy eddy, String target, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri(target))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 202);
    return new JsonMapper().readTree(response.body());
  }

  @Test
  void shouldAnswerForEveryUserFromEveryInstance() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("peers");
    try (RunningEddy first = start(kafka, "first");
        RunningEddy second = start(kafka, "second")) {
      await().atMost(RunningEddy.LIMIT).until(() -> tasks(first) > 0 && tasks(second) > 0);
      for (int n = 0; n < USERS * PER_USER; n++) {
        first
            .publisher()
            .publish(Rating.of("u" + n % USERS, "i" + (n * 7 + n / USERS) % 60, 1 + n % 4, n));
      }
      first.publisher().flush();
      awaitRated(first, second);
      assertSameAnswers(first, second);
      assertGroupsSpanInstances(first, second);
      assertWritesAreReadElsewhere(first, second);
      assertNoLoops(first, second);
      killOneUnderLoad(kafka, first, second);
    }
  }

  private static void awaitRated(RunningEddy... running) {
    await()
        .atMost(RunningEddy.LIMIT)
        .untilAsserted(
            () -> {
              for (RunningEddy eddy : running) {
                assertThat(eddy.get("/v1/users").get("total").asInt()).isEqualTo(USERS);
                for (int user = 0; user < USERS; user += 13) {
                  assertThat(eddy.get("/v1/users/u" + user).get("ratings").asInt())
                      .isEqualTo(PER_USER);
                }
                assertThat(eddy.engine().index().countSum()).isEqualTo(USERS * PER_USER);
              }
            });
  }

  private static int tasks(RunningEddy eddy) {
    return eddy.engine().tasks().all().size();
  }

  private static void assertSameAnswers(RunningEddy first, RunningEddy second) throws Exception {
    List<String> targets = new ArrayList<>();
    for (int user = 0; user < USERS; user += 11) {
      for (String question : List.of("", "/ratings", "/surprises", "/estimates?items=i1,i2")) {
        targets.add("/v1/users/u" + user + question);
      }
    }
    targets.addAll(
        List.of(
            "/v1/users/nobody",
            "/v1/users?n=1000",
            "/v1/users?n=7&offset=31",
            "/v1/users/active?n=20",
            "/v1/crosstab?users=u1,u2,u3,u4,u5&items=i1,i2",
            "/v1/users/u5/similar?n=20"));
    for (String target : targets) { // the last merged rows may still be on their way to one
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertThat(first.get(target)).isEqualTo(second.get(target)));
    }
    assertThat(first.get("/v1/users?n=1000").get("users")).hasSize(USERS);
  }

  private static void assertGroupsSpanInstances(RunningEddy first, RunningEddy second)
      throws Exception {
    String group = "{\"users\":[\"u1\",\"u2\",\"u3\",\"u4\",\"u5\",\"u6\",\"u7\",\"u8\"]}";
    String target = "/v1/users/recommendations?seen=true";
    await() // the last merged rows may still be on their way to one
        .atMost(RunningEddy.LIMIT)
        .untilAsserted(
            () -> {
              JsonNode answer = post(first, target, group);
              assertThat(answer.get("coldStart")).isEmpty();
              assertThat(answer).isEqualTo(post(second, target, group));
            });
  }

  private static void assertWritesAreReadElsewhere(RunningEddy first, RunningEddy second)
      throws Exception {
    for (int n = 0; n < 2 * PARTITIONS; n++) {
      String user = "late" + n;
      String after =
          post(
                  first,
                  "/v1/ratings",
                  "{\"userId\":\"%s\",\"itemId\":\"i1\",\"rating\":4}".formatted(user))
              .get("after")
              .asText();
      for (RunningEddy eddy : List.of(first, second)) {
        assertThat(eddy.get("/v1/users/%s?after=%s".formatted(user, after)).get("ratings").asInt())
            .isEqualTo(1);
      }
      HttpResponse<String> forgotten =
          first.send(HttpRequest.newBuilder(first.uri("/v1/users/" + user)).DELETE());
      after = new JsonMapper().readTree(forgotten.body()).get("after").asText();
      assertThat(
              second.get("/v1/users/%s?after=%s".formatted(user, after)).get("known").asBoolean())
          .isFalse();
    }
  }

  /// An instance that is asked by another one answers from what it has, and asks nobody.
  private static void assertNoLoops(RunningEddy first, RunningEddy second) throws Exception {
    int found = 0;
    for (RunningEddy eddy : List.of(first, second)) {
      HttpResponse<String> answer =
          eddy.send(
              HttpRequest.newBuilder(eddy.uri("/internal/users"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"users\":[\"u1\"],\"copies\":false}")));
      assertThat(answer.statusCode()).isEqualTo(200);
      found += answer.body().isEmpty() ? 0 : 1;
    }
    assertThat(found).as("instances that learn u1").isEqualTo(1);
  }

  /// What queries met while an instance was killed.
  private static final class Load {

    /// Queries without a pause would take the processors from the instance that starts.
    private static final long PAUSE_NS = 1_000_000;

    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    final AtomicInteger fresh = new AtomicInteger();
    final AtomicInteger stale = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    Load(RunningEddy... eddies) {
      for (RunningEddy eddy : eddies) {
        threads.add(Thread.ofVirtual().start(() -> run(eddy)));
      }
    }

    private void run(RunningEddy eddy) {
      SplittableRandom random = new SplittableRandom(tasks(eddy));
      while (running.get()) {
        String target = "/v1/users/u" + random.nextInt(USERS);
        try {
          HttpResponse<String> response =
              eddy.send(HttpRequest.newBuilder(eddy.uri(target)).timeout(PATIENCE));
          note(target, response);
        } catch (IOException | InterruptedException e) {
          wrong.add(target + " gave " + e);
        }
        LockSupport.parkNanos(PAUSE_NS);
      }
    }

    private void note(String target, HttpResponse<String> response) throws IOException {
      if (response.statusCode() == 503) {
        unavailable.incrementAndGet();
        if (response.headers().firstValue("Retry-After").isEmpty()) {
          wrong.add(target + " gave no Retry-After: " + response.body());
        }
        return;
      }
      JsonNode answer = new JsonMapper().readTree(response.body());
      if (response.statusCode() != 200 || answer.path("ratings").asInt() != PER_USER) {
        wrong.add(target + " gave " + response.statusCode() + " " + response.body());
      }
      (answer.has("staleBy") ? stale : fresh).incrementAndGet();
    }

    void end() throws InterruptedException {
      running.set(false);
      for (Thread thread : threads) {
        assertThat(thread.join(PATIENCE.plusSeconds(5))).as("a query hangs").isTrue();
      }
    }
  }

  private static void killOneUnderLoad(SharedKafka kafka, RunningEddy first, RunningEddy second)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--set",
                "stream.state-dir=" + folder.resolve("third"),
                "--set",
                "serve.port=0",
                "--set",
                "serve.operations-port=0"));
    kafka.settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    SETTINGS.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    Load load = new Load(first, second);
    try (BuiltEddy third = new BuiltEddy(folder, arguments.toArray(String[]::new))) {
      await()
          .atMost(RunningEddy.LIMIT.multipliedBy(2))
          .until(() -> tasks(first) + tasks(second) < PARTITIONS);
      await().atMost(RunningEddy.LIMIT).until(() -> answers(first) && answers(second));
      third.kill();
      await().atMost(RunningEddy.LIMIT).until(() -> load.stale.get() > 0);
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> tasks(first) + tasks(second) == PARTITIONS && answers(first));
    }
    load.end();
    assertThat(load.wrong).isEmpty();
    int all = load.fresh.get() + load.stale.get() + load.unavailable.get();
    System.err.printf(
        "of %d queries while an instance came and was killed, %d were stale and %d unavailable%n",
        all, load.stale.get(), load.unavailable.get());
    assertThat(load.fresh.get()).isGreaterThan(all / 4);
    for (int user = 0; user < USERS; user += 13) {
      JsonNode answer = second.get("/v1/users/u" + user);
      assertThat(answer.get("ratings").asInt()).isEqualTo(PER_USER);
      assertThat(answer.has("staleBy")).isFalse();
    }
  }

  /// Returns whether an instance answers for everybody, from those who learn them.
  private static boolean answers(RunningEddy eddy) throws IOException, InterruptedException {
    for (int user = 0; user < USERS; user += 7) {
      HttpResponse<String> response =
          eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/users/u" + user)));
      if (response.statusCode() != 200 || response.body().contains("staleBy")) {
        return false;
      }
    }
    return true;
  }
}
