package dev.eddy.factorization.model;

/// When ratings and rows come and go.
///
/// Until an item is admitted it is taken for a newcomer; its ratings are remembered and counted.
///
/// @param admitItemAfter how many ratings of an item must stand before it gets a row; 1 gives one
///     with the first
/// @param ratingsPerUser how many of a user's ratings are kept, the latest; older ones leave, 16
///     at a time
/// @param expireUserAfterDays a user of whom nothing was heard for so long leaves, ratings and
///     all; 0 keeps everybody
/// @param expireItemAfterDays an item that nobody rated for so long leaves, and its ratings do; 0
///     keeps every item
public record AdmissionSettings(
    int admitItemAfter,
    int ratingsPerUser,
    double expireUserAfterDays,
    double expireItemAfterDays) {

  private static final double MS_OF_DAY = 86_400_000;

  /// The shipped defaults: every row comes with the first rating, and stays.
  public static final AdmissionSettings DEFAULT = new AdmissionSettings(1, 10_000, 0, 0);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public AdmissionSettings {
    LearningSettings.check("admit-item-after", admitItemAfter, 1, 1_000);
    LearningSettings.check("ratings-per-user", ratingsPerUser, 256, 1_000_000);
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
