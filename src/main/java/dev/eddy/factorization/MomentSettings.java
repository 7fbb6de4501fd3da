package dev.eddy.factorization;

/// How a user's ratings of one moment hang together; see [Moment].
///
/// @param sittingSeconds how fast the likeness of two ratings given close together fades
/// @param seasonDays how fast the likeness of ratings given weeks apart fades
/// @param seasonShare how much the second likeness weighs, the first weighing 1
/// @param caution how much evidence it takes to believe in a mood, in units of information; the
///     larger, the less it is believed
public record MomentSettings(
    double sittingSeconds, double seasonDays, double seasonShare, double caution) {

  /// The shipped defaults.
  public static final MomentSettings DEFAULT = new MomentSettings(90, 60, 0.007, 0.07);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public MomentSettings {
    LearningSettings.check("sitting-seconds", sittingSeconds, 0.001, 1e9);
    LearningSettings.check("season-days", seasonDays, 0.001, 1e5);
    LearningSettings.check("season-share", seasonShare, 0, 1);
    LearningSettings.check("moment-caution", caution, 1e-6, 1e9);
  }
}
