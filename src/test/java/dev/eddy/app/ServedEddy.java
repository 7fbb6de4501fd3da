package dev.eddy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An instance in a process of its own, that is killed and started again on the same state, and
/// what it says over HTTP.
final class ServedEddy implements AutoCloseable {

  private static final int PAGE = 1000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path folder;
  private final int port;
  private final List<String> arguments = new ArrayList<>();
  private BuiltEddy process;

  /// Prepares an instance.
  ///
  /// @param folder of its own, for state and output
  ServedEddy(Path folder, String bootstrapServers, Map<String, String> settings) {
    this.folder = folder;
    port = EmbeddedKafka.freePorts()[0];
    arguments.add("serve");
    set("stream.bootstrap-servers", bootstrapServers);
    set("stream.state-dir", folder.resolve("state").toString());
    set("serve.port", Integer.toString(port));
    settings.forEach(this::set);
  }

  private void set(String key, String value) {
    arguments.add("--set");
    arguments.add(key + "=" + value);
  }

  void start() throws IOException {
    process = new BuiltEddy(folder, arguments.toArray(new String[0]));
  }

  /// Ends it as `kill -9` does.
  void kill() throws InterruptedException {
    process.kill();
  }

  /// Asks it to end, as an orchestrator does, and waits until it has committed and ended.
  void stop() throws InterruptedException {
    process.interrupt();
    int code = process.await();
    if (code != 128 + 15 || !process.err().contains("all that it learned is committed")) {
      throw new CommandFailedException("it did not end well, with exit code " + code);
    }
  }

  /// Returns what it said on standard error.
  String err() {
    return process.err();
  }

  /// Returns whether it answers queries.
  boolean isReady() throws InterruptedException {
    try {
      return send("/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // not up yet, or just killed
    }
  }

  /// Returns how many partitions it learns; 0 while it does not answer.
  int partitions() throws InterruptedException {
    return metric("eddy_learn_partitions ");
  }

  /// Returns how many items it can recommend; 0 while it does not answer.
  int indexedItems() throws InterruptedException {
    return metric("eddy_index_items ");
  }

  private int metric(String line) throws InterruptedException {
    try {
      return send("/metrics")
          .body()
          .lines()
          .filter(text -> text.startsWith(line))
          .mapToInt(text -> (int) Double.parseDouble(text.substring(line.length())))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /// Returns how many records of its partitions had some outcome; 0 while it does not answer.
  long outcome(String name) throws InterruptedException {
    try {
      return get("/v1/accuracy").path("outcomes").path(name).asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  /// Returns the largest part of memory that the process has taken so far, in MB; of Linux.
  long peakRssMb() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /// Returns how much of its heap is in use, in MB.
  double heapMb() throws IOException, InterruptedException {
    return send("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum()
        / (1 << 20);
  }

  /// Returns the size of its state on disk, in MB.
  long diskMb() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum() >> 20;
    }
  }

  /// Returns the prequential score so far: how many ratings, and the root of the mean square.
  Score score() throws IOException, InterruptedException {
    JsonNode score = get("/v1/accuracy").path("prequential");
    return new Score(score.path("n").asLong(), score.path("rmse").asDouble());
  }

  /// A prequential score.
  record Score(long n, double rmse) {
    /// Returns the error since an earlier moment.
    double rmseSince(Score earlier) {
      double squares = n * rmse * rmse - earlier.n * earlier.rmse * earlier.rmse;
      return Math.sqrt(squares / (n - earlier.n));
    }
  }

  /// Returns how many records of its partitions had an outcome that a rating can have.
  long outcomes() throws InterruptedException {
    return outcome("new") + outcome("replaced") + outcome("ignored") + outcome("rejected");
  }

  /// Returns the sum of the counts of the users that it learns.
  long userCountSum() throws IOException, InterruptedException {
    long sum = 0;
    for (JsonNode user : get("/internal/users?n=" + Integer.MAX_VALUE).get("users")) {
      sum += user.get("ratings").asLong();
    }
    return sum;
  }

  /// Returns the sum of the counts of all items.
  long itemCountSum() throws IOException, InterruptedException {
    long sum = 0;
    for (int offset = 0, total = 1; offset < total; offset += PAGE) {
      JsonNode page = get("/v1/items?n=" + PAGE + "&offset=" + offset);
      total = page.get("total").asInt();
      for (JsonNode item : page.get("items")) {
        sum += item.get("ratings").asLong();
      }
    }
    return sum;
  }

  /// Returns the port where it answers.
  /// Returns which part of all users is solved, as who asks for users like one is told.
  double solvedShare(String userId) throws IOException, InterruptedException {
    return get("/v1/users/" + userId + "/similar").get("solved").asDouble();
  }

  int port() {
    return port;
  }

  /// Returns its process.
  ProcessHandle handle() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  /// Returns where it answers a request.
  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port + target);
  }

  /// Returns the status with which a request is answered.
  int status(String path) throws IOException, InterruptedException {
    return send(path).statusCode();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(path);
    if (answer.statusCode() != 200) {
      throw new IOException(path + " is answered with " + answer.statusCode());
    }
    return new JsonMapper().readTree(answer.body());
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
