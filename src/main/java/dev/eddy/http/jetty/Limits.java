package dev.eddy.http.jetty;

import java.time.Duration;

/// What a server lets callers do to it. Whatever goes beyond is refused or cut off.
///
/// @param maxConnections how many connections there may be at a time
/// @param clientShare the part of them that one address may have, above 0, at most 1
/// @param maxHeadBytes the size of request line and headers together
/// @param headTimeout by when they must have come, from their first byte on
/// @param bodyTimeout by when a body must have come, besides what its length earns it
/// @param minBodyRate how many bytes earn a body one more second
/// @param idleTimeout a connection on which nothing comes or goes for so long is closed
/// @param maxRequestsPerSecond of one client; 0 for any number
public record Limits(
    int maxConnections,
    double clientShare,
    int maxHeadBytes,
    Duration headTimeout,
    Duration bodyTimeout,
    int minBodyRate,
    Duration idleTimeout,
    int maxRequestsPerSecond) {

  /// What servers have whose settings say nothing.
  public static final Limits DEFAULT =
      new Limits(
          4096,
          0.75,
          (256 + 16) << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          4096,
          Duration.ofSeconds(20),
          0);

  /// Returns the same without a limit on how often one client asks.
  public Limits withoutRate() {
    return new Limits(
        maxConnections,
        clientShare,
        maxHeadBytes,
        headTimeout,
        bodyTimeout,
        minBodyRate,
        idleTimeout,
        0);
  }

  /// Returns how many connections one address may have.
  int connectionsOfOne() {
    return Math.max(1, (int) (clientShare * maxConnections));
  }
}
