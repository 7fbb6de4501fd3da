package dev.eddy.serve;

/// What keeps the system's own lists from steering what it learns, where it is wanted. Acts on
/// lists that the model chooses; what an entry's score and rating say is left as it is.
///
/// @param exploration how likely the item of each place is drawn by chance from all that may be
///     in the list, instead of chosen (ε-greedy); 0 for never
/// @param thompson how far lists are drawn from what the model is not sure of, in standard
///     deviations ([Thompson]); 0 for not at all
/// @param popularityDiscount items are ordered by score less this times ln(1 + ratings of the
///     item); 0 for the score alone
public record Brakes(double exploration, double thompson, double popularityDiscount) {

  static final double MAX_EXPLORATION = 0.5;
  static final double MAX_THOMPSON = 3;
  static final double MAX_POPULARITY_DISCOUNT = 2;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public Brakes {
    check("serve.exploration", exploration, MAX_EXPLORATION);
    check("serve.thompson", thompson, MAX_THOMPSON);
    check("serve.popularity-discount", popularityDiscount, MAX_POPULARITY_DISCOUNT);
  }

  private static void check(String setting, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s, allowed is 0 to %s".formatted(setting, value, max));
    }
  }
}
