package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// How many requests of a kind are worked on at a time, in all and for one client. One more is
/// refused at once: a server that takes in whatever comes answers nobody once more comes than it
/// can answer.
final class ConcurrencyLimit {

  private final int most;
  private final int mostOfOne;
  private final String kind;
  private final String setting;
  private final Semaphore free;
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();
  private final Counter full;
  private final Counter beyondShare;

  /// Creates a limit that nobody has taken from.
  ///
  /// @param kind of requests, for meters and problems, such as `reads`
  /// @param setting that says how many
  /// @param share the part of them that one client may have; 1 for all
  ConcurrencyLimit(int most, String kind, String setting, double share, MeterRegistry registry) {
    this.most = most;
    this.kind = kind;
    this.setting = setting;
    mostOfOne = Math.max(1, (int) (share * most));
    free = new Semaphore(most);
    full = Refusals.of(kind, "full", registry);
    beyondShare = Refusals.of(kind, "share", registry);
    Gauge.builder("eddy.http.active.requests", free, left -> most - left.availablePermits())
        .description("Requests in progress, by kind")
        .tag("kind", kind)
        .register(registry);
    Gauge.builder("eddy.http.concurrency.limit", () -> most)
        .description("Requests that may be in progress at a time, by kind")
        .tag("kind", kind)
        .register(registry);
  }

  /// Takes a place.
  ///
  /// @throws ProblemException 503 if there is none, 429 if the client has its share
  void enter(String client) {
    if (!free.tryAcquire()) {
      full.increment();
      throw ProblemException.unavailable(
          "%d %s are in progress, which is the limit (%s); try again"
              .formatted(most, kind, setting));
    }
    if (taken.merge(client, 1, Integer::sum) > mostOfOne) {
      leave(client);
      beyondShare.increment();
      throw ProblemException.tooMany(
          "%d %s of one client are in progress, which is its share (serve.client-share of %s)"
              .formatted(mostOfOne, kind, setting),
          1);
    }
  }

  /// Gives a place back.
  void leave(String client) {
    taken.computeIfPresent(client, (known, count) -> count == 1 ? null : count - 1);
    free.release();
  }
}
