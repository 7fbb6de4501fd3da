package dev.eddy.stream.learn;

import java.util.Arrays;

/// The time of the events of one partition, by which users and items grow idle. The clock of a
/// replay is the replay's.
///
/// It is the median of the latest events, and never goes back. So a single event of another time,
/// such as a rating given today while the ratings of last year are replayed, ages nobody. It is
/// behind by what passes in so many events.
///
/// It starts anew with the task; until it has seen enough events it stands at the beginning of
/// time, when nobody is idle.
///
/// Used by one thread.
final class EventClock {

  /// The clock is set after so many events.
  static final int EVENTS = 64;

  private final long[] latest = new long[EVENTS];
  private int seen;
  private long nowMs;

  /// Notes an event.
  ///
  /// @return whether the clock was set
  boolean tick(long eventMs) {
    latest[seen++] = eventMs;
    if (seen < EVENTS) {
      return false;
    }
    seen = 0;
    Arrays.sort(latest);
    nowMs = Math.max(nowMs, latest[EVENTS / 2]);
    return true;
  }

  /// Returns the time; 0 while it is not known.
  long nowMs() {
    return nowMs;
  }
}
