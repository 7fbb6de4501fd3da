package dev.eddy.serve;

import dev.eddy.http.EventStream;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `GET /v1/events`: what the console watches, as server-sent events: every second an event
/// `pulse` with the state and what [AccuracyEndpoint] tells. Ends when the server stops; a browser
/// connects again by itself.
final class EventsEndpoint implements Endpoint {

  private static final int EVERY_MS = 1000;

  private final Backend backend;
  private final BooleanSupplier stopping;

  EventsEndpoint(Backend backend, BooleanSupplier stopping) {
    this.backend = backend;
    this.stopping = stopping;
  }

  /// One pulse.
  ///
  /// @param timeMs when, by the server's clock
  /// @param items how many items have a row
  /// @param scaleMin the lowest rating
  /// @param scaleMax the highest rating
  record Pulse(
      long timeMs,
      Backend.Status status,
      int items,
      double scaleMin,
      double scaleMax,
      AccuracyEndpoint.Answer accuracy) {}

  @Override
  public Caller caller() {
    return Caller.WATCHER;
  }

  @Override
  public String path() {
    return "/v1/events";
  }

  @Override
  public boolean needsModel() {
    return false;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    RequestParameters.of(request);
    EventStream events = response.events();
    try {
      while (events.isOpen() && !stopping.getAsBoolean()) {
        Pulse pulse =
            new Pulse(
                System.currentTimeMillis(),
                backend.status(),
                backend.index().size(),
                backend.model().settings().ratingMin(),
                backend.model().settings().ratingMax(),
                AccuracyEndpoint.Answer.of(backend));
        events.send("pulse", Json.write(pulse));
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
