package dev.eddy.factorization;

/// When rows of users and items come and go.
///
/// A row is what is learned of somebody or something; ratings are remembered and counted without.
/// Until a row is admitted, its user or item is taken for a newcomer.
///
/// @param admitUserAfter how many ratings of a user must stand before the user gets a row; 1 gives
///     one with the first
/// @param admitItemAfter the same for an item, with the ratings of all users
/// @param expireUserAfterDays a user of whom nothing was heard for so long leaves, ratings and
///     all; 0 keeps everybody
/// @param expireItemAfterDays an item that nobody rated for so long leaves, and its ratings do; 0
///     keeps every item
public record TenureSettings(
    int admitUserAfter,
    int admitItemAfter,
    double expireUserAfterDays,
    double expireItemAfterDays) {

  private static final double MS_OF_DAY = 86_400_000;

  /// The shipped defaults: every row comes with the first rating, and stays.
  public static final TenureSettings DEFAULT = new TenureSettings(1, 1, 0, 0);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public TenureSettings {
    LearningSettings.check("admit-user-after", admitUserAfter, 1, 1_000);
    LearningSettings.check("admit-item-after", admitItemAfter, 1, 1_000);
    LearningSettings.check("expire-user-after-days", expireUserAfterDays, 0, 36_500);
    LearningSettings.check("expire-item-after-days", expireItemAfterDays, 0, 36_500);
  }

  /// Returns for how long a user may be idle, in milliseconds of event time; 0 for ever.
  public long expireUserAfterMs() {
    return (long) (expireUserAfterDays * MS_OF_DAY);
  }

  /// Returns for how long an item may be idle, in milliseconds of event time; 0 for ever.
  public long expireItemAfterMs() {
    return (long) (expireItemAfterDays * MS_OF_DAY);
  }

  /// Returns the shorter of both times; 0 where nothing expires.
  public long shortestIdleMs() {
    long userMs = expireUserAfterMs();
    long itemMs = expireItemAfterMs();
    return userMs == 0 || itemMs == 0 ? Math.max(userMs, itemMs) : Math.min(userMs, itemMs);
  }
}
