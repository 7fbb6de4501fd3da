package dev.eddy.app.scenario;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The clock of a simulated world: it stands, until it is set. Safe for use by several threads.
public final class WorldClock extends Clock {

  private volatile long nowMs = System.currentTimeMillis();

  /// Creates a clock that shows what the one on the wall does now.
  public WorldClock() {}

  /// Sets it.
  void set(long timeMs) {
    nowMs = timeMs;
  }

  @Override
  public long millis() {
    return nowMs;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /// Returns this one: moments are the same in every zone.
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
