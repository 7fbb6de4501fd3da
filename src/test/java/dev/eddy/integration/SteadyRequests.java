package dev.eddy.integration;

import dev.eddy.fixture.RunningEddy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Asks for lists at 200 requests a second, several at a time; on a machine that does not manage so
/// many, as fast as it answers.
final class SteadyRequests implements AutoCloseable {

  private static final int EVERY_MS = 5;
  private static final int AT_A_TIME = 8;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private SteadyRequests() {}

  static SteadyRequests start(RunningEddy eddy, int users) {
    SteadyRequests requests = new SteadyRequests();
    var _ =
        requests.clock.scheduleAtFixedRate(
            () -> {
              if (requests.free.tryAcquire()) {
                long user = requests.asked.getAndIncrement() % users;
                requests.ask(eddy.uri("/v1/users/u" + user + "/recommendations"));
              }
            },
            0,
            EVERY_MS,
            TimeUnit.MILLISECONDS);
    return requests;
  }

  private void ask(URI uri) {
    var _ =
        http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .whenComplete(
                (response, e) -> {
                  free.release();
                  if (e != null) {
                    failures.add(e.toString());
                  } else if (response.statusCode() != 200) {
                    failures.add(response.statusCode() + " " + response.body());
                  } else {
                    answered.incrementAndGet();
                  }
                });
  }

  long answered() {
    return answered.get();
  }

  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
