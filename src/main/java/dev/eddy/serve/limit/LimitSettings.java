package dev.eddy.serve.limit;

import dev.eddy.http.jetty.Limits;

/// The limits of the query layer. What is of memory or CPU has places for so many at a time; one
/// client has no more than a share of each.
///
/// @param clientShare the part of all places and connections that one client may have, above 0, at
///     most 1
/// @param maxInFlight how many requests are read, answered or waiting at a time, and how many may
///     wait for a processor
/// @param maxReads how many reads are answered at a time
/// @param maxWrites how many writes
/// @param maxWaits how many reads that wait for a write to be learned
/// @param maxUploads how many bodies of lines
/// @param maxEventStreams how many streams of events
/// @param maxStartDelayMs how long requests may wait for a processor before some are refused
/// @param maxBodyBytes the largest body that is not lines
/// @param maxHeldBytes how much memory bodies may take that are being read, in all
/// @param maxUploadLines the lines of one body of lines
/// @param maxWritesPerUserMinute how often a user may be written in a minute; 0 for any number
/// @param maxRequestsPerTokenSecond how many requests a token may send in a second; 0 for any
///     number
/// @param transport limits of connections
public record LimitSettings(
    double clientShare,
    int maxInFlight,
    int maxReads,
    int maxWrites,
    int maxWaits,
    int maxUploads,
    int maxEventStreams,
    int maxStartDelayMs,
    int maxBodyBytes,
    long maxHeldBytes,
    int maxUploadLines,
    int maxWritesPerUserMinute,
    int maxRequestsPerTokenSecond,
    Limits transport) {

  /// What an instance has whose settings say nothing.
  public static final LimitSettings DEFAULT =
      new LimitSettings(
          Limits.DEFAULT.clientShare(),
          1024,
          64,
          64,
          256,
          8,
          256,
          100,
          4 << 20,
          64L << 20,
          10_000_000,
          0,
          0,
          Limits.DEFAULT);

  private static final int MOST_PLACES = 1_000_000;
  private static final long MOST_MS = 3_600_000;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public LimitSettings {
    if (!(clientShare > 0 && clientShare <= 1)) {
      throw new IllegalArgumentException(
          "serve.client-share is " + clientShare + ", but must be above 0 and at most 1");
    }
    check("serve.max-in-flight", maxInFlight, 1, MOST_PLACES);
    check("serve.max-reads", maxReads, 1, MOST_PLACES);
    check("serve.max-writes", maxWrites, 1, MOST_PLACES);
    check("serve.max-waits", maxWaits, 1, MOST_PLACES);
    check("serve.max-uploads", maxUploads, 1, MOST_PLACES);
    check("serve.max-event-streams", maxEventStreams, 1, MOST_PLACES);
    check("serve.max-start-delay-ms", maxStartDelayMs, 1, MOST_MS);
    check("serve.max-body-bytes", maxBodyBytes, 1 << 10, 1 << 30);
    check("serve.max-held-bytes", maxHeldBytes, maxBodyBytes, Long.MAX_VALUE);
    check("serve.max-upload-lines", maxUploadLines, 1, Integer.MAX_VALUE);
    check("serve.max-writes-per-user-minute", maxWritesPerUserMinute, 0, Integer.MAX_VALUE);
    check("serve.max-requests-per-token-second", maxRequestsPerTokenSecond, 0, MOST_PLACES);
    check("serve.max-connections", transport.maxConnections(), 1, MOST_PLACES);
    check("serve.max-head-bytes", transport.maxHeadBytes(), 1 << 10, 8 << 20);
    check("serve.head-timeout-ms", transport.headTimeout().toMillis(), 100, MOST_MS);
    check("serve.body-timeout-ms", transport.bodyTimeout().toMillis(), 100, MOST_MS);
    check("serve.min-body-rate", transport.minBodyRate(), 1, Integer.MAX_VALUE);
    check("serve.idle-timeout-ms", transport.idleTimeout().toMillis(), 100, MOST_MS);
    check("serve.max-requests-per-second", transport.maxRequestsPerSecond(), 0, MOST_PLACES);
  }

  private static void check(String setting, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, but must be between %d and %d".formatted(setting, value, min, max));
    }
  }
}
