package dev.eddy.event;

import java.util.OptionalDouble;

/// What a user did with an item, valid in itself.
public sealed interface UserEvent extends RatingEvent permits Rating, Interaction {

  /// Returns who did it; not empty, at most 256 bytes in UTF-8.
  String userId();

  /// Returns what it was done with; not empty, at most 256 bytes in UTF-8.
  String itemId();

  /// Returns one of `events.kinds`, or an empty string for a plain rating.
  String kind();

  /// Returns how much of its kind it was; empty where nothing is said.
  OptionalDouble value();

  /// Returns event time, milliseconds since 1970.
  long timestampMs();

  /// Returns how much it counts, 0–10; 1 is normal.
  float weight();

  /// Returns which application published it, or an empty string.
  String source();

  /// Returns the request whose list led to it, or an empty string.
  String requestId();
}
