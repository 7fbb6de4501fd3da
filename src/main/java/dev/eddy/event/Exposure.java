package dev.eddy.event;

import java.util.List;

/// What a user was shown.
///
/// @param requestId the request that made the list
/// @param userId who saw it
/// @param items the items in the order shown, the first at rank 1
/// @param policy how the list was chosen, such as `model` or `random`
/// @param variant the experiment's arm, or an empty string
/// @param modelVersion which state of the model chose it; 0 where unknown
/// @param timestampMs when it was shown, milliseconds since 1970
public record Exposure(
    String requestId,
    String userId,
    List<String> items,
    String policy,
    String variant,
    long modelVersion,
    long timestampMs) {

  /// Longer lists are refused: nobody looks at them.
  public static final int MAX_ITEMS = 1_000;

  /// Copies the list.
  public Exposure {
    items = List.copyOf(items);
  }
}
