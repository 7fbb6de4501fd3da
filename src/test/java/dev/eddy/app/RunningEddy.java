package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.serve.Backend;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A running instance and what tests ask of it, over HTTP where that is possible.
final class RunningEddy implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Instance instance;

  private RunningEddy(Instance instance) {
    this.instance = instance;
  }

  /// Starts an instance and waits until it is ready.
  ///
  /// @param settings above those that every test wants
  static RunningEddy start(String bootstrapServers, Path state, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("stream.bootstrap-servers", bootstrapServers);
    all.put("stream.state-dir", state.toString());
    all.put("stream.commit-interval-ms", "200");
    all.put("serve.port", "0");
    all.putAll(settings);
    RunningEddy started =
        of(new Instance(new SettingsLoader(kernelChoice()).load(Map.of(), null, all)));
    try {
      started.instance.start();
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
    await().atMost(LIMIT).until(() -> started.engine().readiness().isReady());
    return started;
  }

  /// Returns the one variable that tests hand on: CI runs them with both kernels.
  private static Map<String, String> kernelChoice() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().retainAll(Set.of("EDDY_KERNEL_CHOICE"));
    return environment;
  }

  /// Wraps an instance that the caller starts.
  static RunningEddy of(Instance instance) {
    return new RunningEddy(instance);
  }

  Engine engine() {
    return instance.engine();
  }

  Backend backend() {
    return instance.backend();
  }

  EventPublisher publisher() {
    return instance.publisher();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + instance.port() + path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  long count(Outcome outcome) {
    return engine().tasks().sum(task -> task.count(outcome));
  }

  /// Waits until so many ratings stand, by the outcomes, by the users and by the items.
  void awaitSums(long expected) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(standing()).as("by outcomes").isEqualTo(expected);
              assertThat(userSum()).as("by users").isEqualTo(expected);
              assertThat(engine().index().countSum()).as("by items").isEqualTo(expected);
            });
  }

  private long standing() {
    return engine()
        .tasks()
        .sum(task -> task.count(Outcome.NEW) - task.count(Outcome.WITHDRAWN) - task.removed());
  }

  long userSum() {
    long[] sum = {0};
    for (LearnTask task : engine().tasks().all()) {
      task.forEachUser((id, count) -> sum[0] += count);
    }
    return sum[0];
  }

  @Override
  public void close() {
    instance.close();
  }
}
