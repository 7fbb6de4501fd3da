package dev.eddy.drift;

import java.util.List;

/// How drift is watched.
///
/// @param enabled whether it is
/// @param windowMs how long windows of event time are
/// @param controlShare which part of all users is shown items at random instead of what the model
///     chose, 0 to 0.5
/// @param logLists whether every list that is served counts as shown
/// @param groupBy names of attributes of users that make groups of which values are told
public record DriftSettings(
    boolean enabled, long windowMs, double controlShare, boolean logLists, List<String> groupBy) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public DriftSettings {
    groupBy = List.copyOf(groupBy);
    if (windowMs < 60_000) {
      throw new IllegalArgumentException(
          "drift.window-ms is " + windowMs + ", but must be at least 60000");
    }
    if (!(controlShare >= 0 && controlShare <= 0.5)) {
      throw new IllegalArgumentException(
          "drift.control-share is " + controlShare + ", but must be between 0 and 0.5");
    }
  }

  /// Returns the number of the window that a moment is in.
  public long window(long timeMs) {
    return Math.floorDiv(timeMs, windowMs);
  }
}
