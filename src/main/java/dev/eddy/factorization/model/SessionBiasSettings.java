package dev.eddy.factorization.model;

/// How a user's ratings of one session hang together; see
/// [SessionBias][dev.eddy.factorization.user.SessionBias].
///
/// @param sessionSeconds how fast the likeness of two ratings given close together fades
/// @param seasonDays how fast the likeness of ratings given weeks apart fades
/// @param seasonShare how much the second likeness weighs, the first weighing 1
/// @param caution how much evidence it takes to believe in a session bias, in units of information;
///     the larger, the less it is believed
public record SessionBiasSettings(
    double sessionSeconds, double seasonDays, double seasonShare, double caution) {

  /// The shipped defaults.
  public static final SessionBiasSettings DEFAULT = new SessionBiasSettings(90, 60, 0.007, 0.07);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public SessionBiasSettings {
    LearningSettings.check("session-seconds", sessionSeconds, 0.001, 1e9);
    LearningSettings.check("season-days", seasonDays, 0.001, 1e5);
    LearningSettings.check("season-share", seasonShare, 0, 1);
    LearningSettings.check("session-caution", caution, 1e-6, 1e9);
  }
}
