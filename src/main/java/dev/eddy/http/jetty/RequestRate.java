package dev.eddy.http.jetty;

import dev.eddy.http.ClientNames;
import dev.eddy.http.ProblemException;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.DoSHandler;

/// Refuses requests of an address that asks too often, by Jetty's leaking buckets: a second's worth
/// may come at once. Nobody has looked at a token yet.
final class RequestRate {

  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  /// Beyond so many clients at a time, further ones are let through.
  private static final int MOST_CLIENTS = 100_000;

  private RequestRate() {}

  /// Puts the limit before a handler, if there is one.
  static Handler limit(ServerSettings settings, Refusal refusal, Handler next) {
    int most = settings.limits().maxRequestsPerSecond();
    if (most == 0) {
      return next;
    }
    return new DoSHandler(
        next,
        request -> ClientNames.BY_ADDRESS.name(new JettyCall(request, settings.limits())),
        new DoSHandler.LeakingBucketTrackerFactory(most, most + 1, REMEMBERED),
        (request, response, callback) ->
            refusal.send(
                request,
                response,
                callback,
                ProblemException.tooMany(
                    "a client may send %d requests a second (serve.max-requests-per-second)"
                        .formatted(most),
                    1)),
        MOST_CLIENTS);
  }
}
