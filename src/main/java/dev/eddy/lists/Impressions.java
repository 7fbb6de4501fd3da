package dev.eddy.lists;

/// How often a user was shown items of late.
@FunctionalInterface
public interface Impressions {

  /// Nothing was shown.
  Impressions NONE = number -> 0;

  /// Returns how often the user was shown an item of late, 0 or more.
  ///
  /// @param number of the item
  int of(int number);
}
