package dev.eddy.event;

import java.util.OptionalDouble;

/// A rating, valid in itself: a user gave an item a rating, or withdrew it.
///
/// @param userId who rated; not empty, at most 256 bytes in UTF-8
/// @param itemId what was rated; not empty, at most 256 bytes in UTF-8
/// @param rating the rating on the configured scale; empty withdraws an earlier one
/// @param kind what the user did besides rating, one of `events.kinds`, or an empty string
/// @param value how much of that, finite and at least 0; empty where nothing is said
/// @param timestampMs event time, milliseconds since 1970
/// @param weight how much the rating counts, 0–10; 1 is normal
/// @param source which application published it, or an empty string
/// @param requestId the request whose list led to this rating, or an empty string
public record Rating(
    String userId,
    String itemId,
    OptionalDouble rating,
    String kind,
    OptionalDouble value,
    long timestampMs,
    float weight,
    String source,
    String requestId)
    implements UserEvent {

  /// Creates a rating of no kind, or its withdrawal.
  ///
  /// @param rating empty withdraws
  public static Rating plain(
      String userId,
      String itemId,
      OptionalDouble rating,
      long timestampMs,
      float weight,
      String source,
      String requestId) {
    return new Rating(
        userId, itemId, rating, "", OptionalDouble.empty(), timestampMs, weight, source, requestId);
  }

  /// Creates a rating of normal weight without a source.
  public static Rating of(String userId, String itemId, double rating, long timestampMs) {
    return plain(userId, itemId, OptionalDouble.of(rating), timestampMs, 1, "", "");
  }

  /// Creates the event that withdraws a user's rating of an item.
  public static Rating withdrawal(String userId, String itemId, long timestampMs) {
    return plain(userId, itemId, OptionalDouble.empty(), timestampMs, 1, "", "");
  }
}
