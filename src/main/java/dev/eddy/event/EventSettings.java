package dev.eddy.event;

/// What counts as a valid event.
///
/// @param scaleMin the lowest rating, finite
/// @param scaleMax the highest rating, finite and above `scaleMin`
/// @param maxRecordBytes the largest accepted record value
/// @param maxAheadMs how far an event time may lie in the future
/// @param timestamps which numbers are taken as event times
/// @param maxPerUserMinute how many events of one user in a minute of event time; 0 for any number
/// @param kinds which kinds of events are known, and what each is worth
public record EventSettings(
    double scaleMin,
    double scaleMax,
    int maxRecordBytes,
    long maxAheadMs,
    TimestampRule timestamps,
    int maxPerUserMinute,
    Kinds kinds) {

  /// The longest id, in bytes of UTF-8.
  public static final int MAX_ID_BYTES = 256;

  /// How far from zero a rating may be at most.
  public static final double MOST_RATING = 1e6;

  /// The largest weight.
  public static final float MAX_WEIGHT = 10;

  /// The default limit of a record's value.
  public static final int DEFAULT_MAX_RECORD_BYTES = 64 * 1024;

  /// A day, the default of `maxAheadMs`.
  public static final long DEFAULT_MAX_AHEAD_MS = 24 * 60 * 60 * 1000L;

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException naming the value that is out of range
  public EventSettings {
    if (!Double.isFinite(scaleMin) || !Double.isFinite(scaleMax) || scaleMin >= scaleMax) {
      throw new IllegalArgumentException(
          "the rating scale must go from a lower to a higher finite number, but is "
              + scaleMin
              + " to "
              + scaleMax);
    }
    if (Math.abs(scaleMin) > MOST_RATING || Math.abs(scaleMax) > MOST_RATING) {
      throw new IllegalArgumentException(
          "the rating scale must lie between -1000000 and 1000000, but is "
              + scaleMin
              + " to "
              + scaleMax);
    }
    if (maxRecordBytes < 1024) {
      throw new IllegalArgumentException(
          "events.max-record-bytes is " + maxRecordBytes + ", but must be at least 1024");
    }
    if (maxPerUserMinute < 0) {
      throw new IllegalArgumentException(
          "events.max-per-user-minute is " + maxPerUserMinute + ", but must not be negative");
    }
    if (maxAheadMs < 0) {
      throw new IllegalArgumentException(
          "events.max-ahead-ms is " + maxAheadMs + ", but must not be negative");
    }
  }

  /// Returns settings with the default limits for a rating scale.
  public static EventSettings forScale(double scaleMin, double scaleMax) {
    return new EventSettings(
        scaleMin,
        scaleMax,
        DEFAULT_MAX_RECORD_BYTES,
        DEFAULT_MAX_AHEAD_MS,
        TimestampRule.MILLISECONDS,
        0,
        Kinds.DEFAULT);
  }
}
