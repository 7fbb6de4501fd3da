package dev.eddy.event;

import java.util.List;

/// What a user was shown.
///
/// @param requestId the request that made the list
/// @param userId who saw it
/// @param items the items in the order shown, the first at rank 1
/// @param propensities how likely the list was to have each of the items, in their order, above 0,
///     at most 1; not a number where that is not known, and empty where it is known of none
/// @param policy how the list was chosen, such as `model` or `random`
/// @param variant the experiment's arm, or an empty string
/// @param generation of the model that chose it; 0 where unknown
/// @param modelVersion which state of the model chose it; 0 where unknown
/// @param timestampMs when it was shown, milliseconds since 1970
public record Exposure(
    String requestId,
    String userId,
    List<String> items,
    List<Double> propensities,
    String policy,
    String variant,
    int generation,
    long modelVersion,
    long timestampMs) {

  /// Longer lists are refused: nobody looks at them.
  public static final int MAX_ITEMS = 1_000;

  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there is another number of propensities than of items
  public Exposure {
    items = List.copyOf(items);
    propensities = List.copyOf(propensities);
    if (!propensities.isEmpty() && propensities.size() != items.size()) {
      throw new IllegalArgumentException(
          "there are %d propensities of %d items".formatted(propensities.size(), items.size()));
    }
  }

  /// Creates one of which nobody knows how likely it was, nor by which generation.
  public Exposure(
      String requestId,
      String userId,
      List<String> items,
      String policy,
      String variant,
      long modelVersion,
      long timestampMs) {
    this(requestId, userId, items, List.of(), policy, variant, 0, modelVersion, timestampMs);
  }

  /// Returns how likely the list was to have the item at a place from 0; not a number where that
  /// is not known.
  public double propensity(int place) {
    return propensities.isEmpty() ? Double.NaN : propensities.get(place);
  }
}
