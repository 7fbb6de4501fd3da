package dev.eddy.lists;

import dev.eddy.choice.Rank;

/// What somebody wants of a list.
///
/// @param n how many items, at least 1
/// @param offset how many of the best to leave out
/// @param diversity how much neighbours should differ, 0 to 1
/// @param rank what the model orders by; used with [Policy#MODEL]
public record ListRequest(int n, int offset, double diversity, Policy policy, Rank rank) {

  /// Checks the ranges.
  public ListRequest {
    if (n < 1 || offset < 0 || !(diversity >= 0 && diversity <= 1)) {
      throw new IllegalArgumentException(
          "n is %d, offset %d, diversity %s, but must be at least 1, at least 0, and 0 to 1"
              .formatted(n, offset, diversity));
    }
  }

  /// Returns how many items are chosen, those that the offset leaves out included.
  int wanted() {
    return offset + n;
  }
}
