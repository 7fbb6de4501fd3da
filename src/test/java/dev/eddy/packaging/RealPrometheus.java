package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.demo.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/// A Prometheus of Debian's, run as a process of its own.
public final class RealPrometheus implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = EmbeddedKafka.freePorts()[0];
  private final Process process;

  /// Starts it.
  ///
  /// @param folder where it keeps its data and its log
  public RealPrometheus(Path folder, Path config) throws IOException {
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
  }

  /// Returns the series that an expression gives now.
  public JsonNode ask(String expression) throws IOException, InterruptedException {
    return result("/api/v1/query?query=" + encoded(expression));
  }

  /// Returns the series that an expression gave from one moment to another, a value a second.
  public JsonNode ask(String expression, Instant from, Instant to)
      throws IOException, InterruptedException {
    return result(
        "/api/v1/query_range?query=%s&start=%d&end=%d&step=1"
            .formatted(encoded(expression), from.getEpochSecond(), to.getEpochSecond()));
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private JsonNode result(String target) throws IOException, InterruptedException {
    JsonNode answer = get(target);
    assertThat(answer.path("status").asText()).as("%s: %s", target, answer).isEqualTo("success");
    return answer.at("/data/result");
  }

  /// Returns what its API answers.
  public JsonNode get(String target) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target)).build(),
            HttpResponse.BodyHandlers.ofString());
    return new JsonMapper().readTree(response.body());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
