package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import java.util.concurrent.TimeUnit;

/// Cuts off a body that drips: it must have come within a time, and a second more for each so many
/// bytes of it. Jetty's own `MinimumDataRateHandler` knows no such time, so that it takes a small
/// body for a slow one when its second packet is late.
final class BodyPace {

  private final Limits limits;
  private final long startNs;
  private long bytes;

  /// Starts the clock.
  BodyPace(Limits limits) {
    this.limits = limits;
    startNs = System.nanoTime();
  }

  /// Looks whether a body is on time.
  ///
  /// @param more how many bytes have come since the last look
  /// @throws ProblemException 408 if it is late
  void came(int more) {
    bytes += Math.max(0, more);
    long earnedNs = (long) ((double) TimeUnit.SECONDS.toNanos(1) * bytes / limits.minBodyRate());
    if (System.nanoTime() - startNs - earnedNs > limits.bodyTimeout().toNanos()) {
      throw ProblemException.timeout(
          "the body comes too slowly: %d bytes in %d s"
              .formatted(bytes, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs)));
    }
  }
}
