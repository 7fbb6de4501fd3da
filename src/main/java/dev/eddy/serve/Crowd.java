package dev.eddy.serve;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;

/// How many requests are answered at a time. One more is refused at once: a server that takes in
/// whatever comes answers nobody once more comes than it can answer.
final class Crowd {

  private final int most;
  private final Semaphore places;
  private final Counter refused;

  /// Makes place.
  ///
  /// @param whose who asks, for the meters: `clients` or `instances`
  Crowd(int most, String whose, MeterRegistry registry) {
    this.most = most;
    places = new Semaphore(most);
    refused =
        Counter.builder("eddy.http.refused")
            .description("Requests that were refused because too many were being answered")
            .tag("from", whose)
            .register(registry);
    Gauge.builder("eddy.http.active", places, left -> most - left.availablePermits())
        .description("Requests that are being answered")
        .tag("from", whose)
        .register(registry);
  }

  /// Takes a place.
  ///
  /// @throws ProblemException 503 if there is none
  void enter() {
    if (!places.tryAcquire()) {
      refused.increment();
      throw ProblemException.unavailable(
          "%d requests are being answered, which is as many as are at a time (serve.max-concurrent)"
              .formatted(most));
    }
  }

  void leave() {
    places.release();
  }
}
