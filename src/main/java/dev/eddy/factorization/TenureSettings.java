package dev.eddy.factorization;

/// When rows of users and items come.
///
/// A row is what is learned of somebody or something; ratings are remembered and counted without.
/// Until a row is admitted, its user or item is taken for a newcomer.
///
/// @param admitUserAfter how many ratings of a user must stand before the user gets a row; 1 gives
///     one with the first
/// @param admitItemAfter the same for an item, with the ratings of all users
public record TenureSettings(int admitUserAfter, int admitItemAfter) {

  /// The shipped defaults: every row comes with the first rating.
  public static final TenureSettings DEFAULT = new TenureSettings(1, 1);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public TenureSettings {
    LearningSettings.check("admit-user-after", admitUserAfter, 1, 1_000);
    LearningSettings.check("admit-item-after", admitItemAfter, 1, 1_000);
  }
}
