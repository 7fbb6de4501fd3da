package dev.eddy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What users see during a fault: ten lists a second are asked for, and two ratings a second are
/// written, of one instance.
final class FaultProbe implements AutoCloseable {

  /// The user whose ratings are written over HTTP; nobody else rates for it.
  static final String WRITER = "writer";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LISTS = Duration.ofMillis(100);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);
  private static final int USERS = 100;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI base;
  private final Map<String, Integer> seen = new TreeMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger attempted = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private volatile boolean held;
  private final Thread reading;
  private final Thread writing;

  /// Begins.
  FaultProbe(ServedEddy eddy) {
    base = URI.create("http://127.0.0.1:" + eddy.port());
    reading = Thread.ofVirtual().start(() -> repeat(this::read, BETWEEN_LISTS));
    writing = Thread.ofVirtual().start(() -> repeat(this::write, BETWEEN_WRITES));
  }

  private interface Request {
    void send() throws InterruptedException;
  }

  private static void repeat(Request request, Duration between) {
    try {
      while (true) {
        request.send();
        Thread.sleep(between);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  private void read() throws InterruptedException {
    String user = "u" + requests.get() % USERS;
    send("list", HttpRequest.newBuilder(base.resolve("/v1/users/" + user + "/recommendations")));
  }

  private void write() throws InterruptedException {
    if (held) {
      return;
    }
    String rating =
        "{\"userId\":\"%s\",\"itemId\":\"w%d\",\"rating\":4}"
            .formatted(WRITER, attempted.getAndIncrement());
    boolean taken =
        send(
            "write",
            HttpRequest.newBuilder(base.resolve("/v1/ratings"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(rating)));
    written.addAndGet(taken ? 1 : 0);
  }

  private boolean send(String what, HttpRequest.Builder request) throws InterruptedException {
    requests.incrementAndGet();
    String answer;
    boolean good = false;
    try {
      HttpResponse<String> response =
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      good = response.statusCode() / 100 == 2;
      answer = response.statusCode() + (good ? "" : " " + detail(response.body()));
    } catch (IOException e) {
      answer = "no answer (" + e.getClass().getSimpleName() + ")";
    }
    failed.addAndGet(good ? 0 : 1);
    synchronized (seen) {
      // Without numbers, so that equal ones add up.
      seen.merge(what + ": " + (good ? answer : withoutNumbers(answer)), 1, Integer::sum);
    }
    return good;
  }

  private static String withoutNumbers(String answer) {
    return answer.substring(0, 3) + answer.substring(3).replaceAll("[0-9]+([.,][0-9]+)?", "N");
  }

  private static String detail(String body) throws IOException {
    JsonNode problem = new JsonMapper().readTree(body);
    return problem.path("detail").asText(problem.path("title").asText());
  }

  /// Returns how often each answer was given.
  Map<String, Integer> seen() {
    synchronized (seen) {
      return new TreeMap<>(seen);
    }
  }

  int requests() {
    return requests.get();
  }

  int failed() {
    return failed.get();
  }

  /// Returns how many ratings were acknowledged to the writer.
  int written() {
    return written.get();
  }

  /// Returns how many ratings the writer has sent; what was not answered may be learned.
  int attempted() {
    return attempted.get();
  }

  /// Writes nothing for now.
  void holdWrites() {
    held = true;
  }

  /// Writes again.
  void letWrite() {
    held = false;
  }

  /// Asks no more; what is on its way is given up.
  void stop() throws InterruptedException {
    reading.interrupt();
    writing.interrupt();
    reading.join();
    writing.join();
  }

  @Override
  public void close() {
    reading.interrupt();
    writing.interrupt();
    http.shutdownNow();
  }
}
