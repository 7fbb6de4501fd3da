package dev.eddy.event;

import java.time.Clock;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What makes an event valid, wherever it comes from: the stream, HTTP, files and the library take
/// and refuse the very same ones. Safe for use by several threads.
public final class RatingRules {

  private final EventSettings settings;
  private final Clock clock;

  /// Creates the rules.
  ///
  /// @param clock tells what "a day ahead" is measured from
  public RatingRules(EventSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Returns which kinds of events are known.
  public Kinds kinds() {
    return settings.kinds();
  }

  /// Returns how many events a user may have in a minute; 0 for any number.
  public int maxPerUserMinute() {
    return settings.maxPerUserMinute();
  }

  /// Returns the event, or why it cannot be used.
  ///
  /// @param rating empty withdraws where there is no kind
  /// @param kind null for none
  /// @param value empty where nothing is said
  public RatingEvent judge(
      String userId,
      String itemId,
      OptionalDouble rating,
      String kind,
      OptionalDouble value,
      long timestampMs,
      double weight,
      String source,
      String requestId) {
    Rejection bad = check(userId, itemId, timestampMs);
    if (bad == null && rating.isPresent()) {
      bad = checkRating(rating.getAsDouble());
    }
    if (bad == null && kind != null) {
      bad = settings.kinds().check(kind, value);
    }
    if (bad == null && !(weight >= 0 && weight <= EventSettings.MAX_WEIGHT)) {
      bad =
          new Rejection(
              RejectReason.WEIGHT_OUT_OF_RANGE,
              "weight is " + weight + ", but must be between 0 and 10");
    }
    if (bad != null) {
      return bad;
    }
    float counts = (float) weight;
    if (kind == null) {
      return Rating.plain(userId, itemId, rating, timestampMs, counts, source, requestId);
    }
    return rating.isEmpty()
        ? new Interaction(userId, itemId, kind, value, timestampMs, counts, source, requestId)
        : new Rating(userId, itemId, rating, kind, value, timestampMs, counts, source, requestId);
  }

  /// Returns an event time that is written as a text: milliseconds, or ISO 8601.
  ///
  /// @throws InvalidEventException if it is neither, or looks like seconds
  public long milliseconds(String text) throws InvalidEventException {
    double number = Decimal.parse(text);
    OptionalLong iso = Double.isNaN(number) ? IsoTime.toMs(text) : OptionalLong.empty();
    if (iso.isPresent()) {
      return iso.getAsLong();
    }
    if (Double.isNaN(number) || number != Math.rint(number)) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE, "timestamp must be whole milliseconds or ISO 8601 text");
    }
    if (looksLikeSeconds(number)) {
      throw new InvalidEventException(
          RejectReason.TIMESTAMP_IN_SECONDS, WireTime.explain((long) number));
    }
    return (long) number;
  }

  /// Returns whether a number is refused as a time because it looks like seconds.
  boolean looksLikeSeconds(double number) {
    return settings.timestamps() != TimestampRule.ANY && WireTime.looksLikeSeconds(number);
  }

  /// Returns why a rating of normal weight cannot be used, or null if it can.
  public Rejection check(String userId, String itemId, double rating, long timestampMs) {
    Rejection bad = check(userId, itemId, timestampMs);
    return bad != null ? bad : checkRating(rating);
  }

  private Rejection check(String userId, String itemId, long timestampMs) {
    Rejection bad = Ids.check("userId", userId);
    if (bad == null) {
      bad = Ids.check("itemId", itemId);
    }
    return bad != null ? bad : checkTime(timestampMs);
  }

  private Rejection checkRating(double rating) {
    if (!Double.isFinite(rating)) {
      return new Rejection(
          RejectReason.RATING_NOT_FINITE, "rating is " + rating + ", but must be finite");
    }
    if (rating < settings.scaleMin() || rating > settings.scaleMax()) {
      return new Rejection(
          RejectReason.RATING_OUT_OF_SCALE,
          "rating is %s, but the scale is %s to %s"
              .formatted(rating, settings.scaleMin(), settings.scaleMax()));
    }
    return null;
  }

  private Rejection checkTime(long timestampMs) {
    if (timestampMs < 0) {
      return new Rejection(
          RejectReason.TIMESTAMP_NEGATIVE,
          "timestamp is " + timestampMs + ", but must not be negative");
    }
    if (timestampMs - clock.millis() > settings.maxAheadMs()) {
      return new Rejection(
          RejectReason.TIMESTAMP_AHEAD,
          "timestamp is %d, more than %d ms in the future (events.max-ahead-ms)"
              .formatted(timestampMs, settings.maxAheadMs()));
    }
    return null;
  }
}
