package dev.eddy.factorization;

/// How remembered ratings are re-visited; see [Rehearsal].
///
/// @param steps how many remembered ratings are re-visited for each event, 0–10,000
/// @param yields whether the stream rehearses less while it lags behind
/// @param rate step size of vectors, a fraction of the gradient
/// @param biasRate step size of biases, a fraction of the gradient
/// @param users how many users of a partition are remembered, a sample of all
public record RehearsalSettings(
    int steps, boolean yields, double rate, double biasRate, int users) {

  /// The shipped defaults.
  public static final RehearsalSettings DEFAULT =
      new RehearsalSettings(80, true, 0.3, 0.0065, 20_000);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public RehearsalSettings {
    LearningSettings.check("rehearsal-steps", steps, 0, 10_000);
    LearningSettings.check("rehearsal-rate", rate, 0, 2);
    LearningSettings.check("rehearsal-bias-rate", biasRate, 0, 1);
    LearningSettings.check("rehearsal-users", users, 1, 1_000_000);
  }
}
