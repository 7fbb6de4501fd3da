package dev.eddy.simulate;

/// How large a world is.
///
/// @param users how many people, 1 to 10 million
/// @param items how many things, 1 to 10 million
/// @param ratings how many ratings, at most half of all pairs
/// @param seed makes the world; the same settings give the same world
public record WorldSettings(int users, int items, long ratings, long seed) {

  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public WorldSettings {
    check("users", users, 1, 10_000_000);
    check("items", items, 1, 10_000_000);
    check("ratings", ratings, 1, Math.max(1, (long) users * items / 2));
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, but must be between %d and %d".formatted(name, value, min, max));
    }
  }
}
