package dev.eddy.serve.operations;

import dev.eddy.http.EventStream;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `GET /v1/events`: what the console watches, as server-sent events.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `tail` | 0–50 | 0 | how many events that were just learned are sent at a time |
/// | `user` | an id | none | whose changes are told |
/// | `item` | an id | none | whose changes are told |
///
/// Every second an event `pulse` has the state and what [AccuracyEndpoint] tells. With `tail`,
/// `learned` has what was learned on this instance ([LearnedTail]), at most five times a second.
/// `user` and `item` come at first and whenever the user or the item changes, within half a second
/// ([WatchedUser], [WatchedItem]). Ends when the server stops; a browser connects again by itself.
///
/// A token of one user may watch that user alone: `tail`, which tells what anybody does, and other
/// users are a 403.
public final class EventsEndpoint implements Endpoint {

  private static final String TAIL = "tail";
  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final int PULSE_MS = 1000;
  private static final int TICKS_A_PULSE = 5;
  private static final int MOST_TAIL = 50;

  /// Below a pulse's time, so that nobody gets one twice.
  private static final int SHARED_MS = 900;

  private final Backend backend;
  private final Users users;
  private final BooleanSupplier stopping;
  private volatile Written latest;

  /// A pulse as it is sent.
  private record Written(long timeMs, String json) {}

  public EventsEndpoint(Backend backend, Users users, BooleanSupplier stopping) {
    this.backend = backend;
    this.users = users;
    this.stopping = stopping;
  }

  /// One pulse.
  ///
  /// @param timeMs when, by the server's clock
  /// @param items how many items have a row
  /// @param scaleMin the lowest rating
  /// @param scaleMax the highest rating
  /// @param delayMs how long the latest events took from Kafka until they were learned, the median;
  ///     absent before the first
  record Pulse(
      long timeMs,
      Backend.Status status,
      int items,
      double scaleMin,
      double scaleMax,
      Long delayMs,
      AccuracyEndpoint.Answer accuracy) {

    static Pulse of(Backend backend) {
      OptionalLong delay = backend.recent().medianDelayMs();
      return new Pulse(
          System.currentTimeMillis(),
          backend.status(),
          backend.index().size(),
          backend.model().settings().ratingMin(),
          backend.model().settings().ratingMax(),
          delay.isPresent() ? delay.getAsLong() : null,
          AccuracyEndpoint.Answer.of(backend));
    }
  }

  /// Something that is watched besides the pulse.
  interface Watched {

    /// Sends what is new, if anything is.
    void tick(EventStream events) throws IOException;
  }

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
  public Subject subject(Request request) {
    RequestParameters parameters = parameters(request);
    if (tail(parameters) > 0) {
      return Subject.MANY;
    }
    return parameters.optionalId(USER).isPresent() ? Subject.ONE_USER : Subject.NOBODY;
  }

  @Override
  public String subjectId(Request request) {
    return parameters(request).optionalId(USER).orElseThrow();
  }

  private static RequestParameters parameters(Request request) {
    return RequestParameters.of(request, TAIL, USER, ITEM);
  }

  private static int tail(RequestParameters parameters) {
    return parameters.whole(TAIL, 0, 0, MOST_TAIL);
  }

  @Override
  public Work work() {
    return Work.EVENTS;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    List<Watched> watched = watched(parameters(request));
    // Whoever waits for the pulse alone is not woken in between.
    int ticksAPulse = watched.isEmpty() ? 1 : TICKS_A_PULSE;
    EventStream events = response.events();
    try {
      for (int tick = 0; events.isOpen() && !stopping.getAsBoolean(); tick++) {
        if (tick % ticksAPulse == 0) {
          events.send("pulse", pulse());
        }
        for (Watched one : watched) {
          one.tick(events);
        }
        TimeUnit.MILLISECONDS.sleep(PULSE_MS / ticksAPulse);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the pulse of this second, the same for all who listen: a thousand of them cost little
  /// more than one.
  private String pulse() {
    long nowMs = System.currentTimeMillis();
    Written written = latest;
    if (written == null || nowMs - written.timeMs >= SHARED_MS) {
      written = new Written(nowMs, Json.write(Pulse.of(backend)));
      latest = written;
    }
    return written.json;
  }

  private List<Watched> watched(RequestParameters parameters) {
    List<Watched> watched = new ArrayList<>();
    int tail = tail(parameters);
    if (tail > 0) {
      watched.add(new LearnedTail(backend, tail));
    }
    parameters
        .optionalId(USER)
        .map(id -> new WatchedUser(backend, users, id))
        .ifPresent(watched::add);
    parameters.optionalId(ITEM).map(id -> new WatchedItem(backend, id)).ifPresent(watched::add);
    return watched;
  }
}
