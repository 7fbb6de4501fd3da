package dev.eddy.serve.limit;

import dev.eddy.http.ClientNames;
import dev.eddy.http.Handler;
import dev.eddy.http.Method;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;

/// Lets requests in. A body is read first; then the request takes a place among others of its
/// kind, and of its client, while it is worked on. So nobody has a place who only waits for its own
/// network, and whoever waits for a write to be learned waits among its like. What watches, such
/// as health and metrics, is let in always.
public final class Admission {

  /// Waits for a write to be learned.
  private static final String AFTER = "after";

  /// Is in the paths of what belongs to a user.
  private static final String USER = "{user}";

  /// A larger body of JSON takes as much memory as an upload does.
  private static final int SMALL_BODY_BYTES = 1 << 16;

  private final LimitSettings settings;
  private final ClientNames clients;
  private final HeldBodies bodies;
  private final UserWrites userWrites;
  private final ConcurrencyLimit inFlight;
  private final ConcurrencyLimit reads;
  private final ConcurrencyLimit writes;
  private final ConcurrencyLimit waits;
  private final ConcurrencyLimit uploads;
  private final ConcurrencyLimit events;
  private final ConcurrencyLimit peers;
  private final ConcurrencyLimit peerWaits;

  /// Makes the places.
  ///
  /// @param clients tells clients apart of whom the guard has let in; others go by their address
  /// @param userWrites how often each user may be written
  public Admission(
      LimitSettings settings, ClientNames clients, UserWrites userWrites, MeterRegistry registry) {
    this.settings = settings;
    this.clients = clients;
    this.userWrites = userWrites;
    double share = settings.clientShare();
    bodies = new HeldBodies(settings.maxHeldBytes(), registry);
    inFlight =
        new ConcurrencyLimit(
            settings.maxInFlight(), "requests", "serve.max-in-flight", share, registry);
    reads = new ConcurrencyLimit(settings.maxReads(), "reads", "serve.max-reads", share, registry);
    writes =
        new ConcurrencyLimit(settings.maxWrites(), "writes", "serve.max-writes", share, registry);
    waits = new ConcurrencyLimit(settings.maxWaits(), "waits", "serve.max-waits", share, registry);
    uploads =
        new ConcurrencyLimit(
            settings.maxUploads(), "uploads", "serve.max-uploads", share, registry);
    events =
        new ConcurrencyLimit(
            settings.maxEventStreams(), "events", "serve.max-event-streams", share, registry);
    // Of other instances each may have all: it asks for many clients.
    peers = new ConcurrencyLimit(settings.maxReads(), "peers", "serve.max-reads", 1, registry);
    peerWaits =
        new ConcurrencyLimit(settings.maxWaits(), "peer waits", "serve.max-waits", 1, registry);
  }

  /// Puts the limits before an endpoint.
  public Handler limit(Endpoint endpoint) {
    return switch (endpoint.caller()) {
      case WATCHER ->
          endpoint.work() == Endpoint.Work.EVENTS
              ? (request, response) -> within(events, endpoint, request, response)
              : endpoint;
      case CLIENT, INSTANCE -> (request, response) -> admit(endpoint, request, response);
    };
  }

  private void admit(Endpoint endpoint, Request request, Response response) throws IOException {
    String client = name(endpoint, request);
    boolean isPeer = endpoint.caller() == Endpoint.Caller.INSTANCE;
    if (!isPeer) {
      inFlight.enter(client);
    }
    try {
      if (isCounted(endpoint)) {
        Request.Parameter user = request.pathParameter("user");
        userWrites.count(RequestParameters.checkedId(user.name(), user.value()));
      }
      if (endpoint.takesLines(request)) {
        within(uploads, endpoint, request, response);
        return;
      }
      int most = endpoint.maxBodyBytes() == 0 ? SMALL_BODY_BYTES : endpoint.maxBodyBytes();
      most = Math.min(settings.maxBodyBytes(), most);
      try (HeldBodies.Held body = bodies.read(request, most)) {
        byte[] bytes = body.bytes();
        ConcurrencyLimit places =
            isPeer ? ofPeers(request) : places(endpoint, request, bytes.length);
        within(places, endpoint, request.holding(bytes), response);
      }
    } finally {
      if (!isPeer) {
        inFlight.leave(client);
      }
    }
  }

  /// Who is to be forgotten is forgotten, however often they were written before.
  private static boolean isCounted(Endpoint endpoint) {
    boolean forgets = endpoint.method() == Method.DELETE && endpoint.path().endsWith(USER);
    return endpoint.work() == Endpoint.Work.WRITE && endpoint.path().contains(USER) && !forgets;
  }

  private ConcurrencyLimit places(Endpoint endpoint, Request request, int bodyBytes) {
    if (bodyBytes > SMALL_BODY_BYTES) {
      return uploads;
    }
    if (endpoint.work() == Endpoint.Work.WRITE) {
      return writes;
    }
    return isWaiting(request) ? waits : reads;
  }

  private ConcurrencyLimit ofPeers(Request request) {
    return isWaiting(request) ? peerWaits : peers;
  }

  private static boolean isWaiting(Request request) {
    return !request.query().single(AFTER).orElse("").isEmpty();
  }

  private void within(
      ConcurrencyLimit places, Endpoint endpoint, Request request, Response response)
      throws IOException {
    String client = name(endpoint, request);
    places.enter(client);
    try {
      endpoint.handle(request, response);
    } finally {
      places.leave(client);
    }
  }

  /// Where everybody may ask, nobody has looked at what a request says of its sender: whoever made
  /// up another name for each request would have the places of all.
  private String name(Endpoint endpoint, Request request) {
    return endpoint.roles().isEmpty() ? request.remoteAddress() : clients.name(request.call());
  }
}
