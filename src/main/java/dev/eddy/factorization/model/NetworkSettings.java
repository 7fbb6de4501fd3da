package dev.eddy.factorization.model;

/// The size of the neural model.
///
/// @param userFactors length of a user's vector, 1–1024
/// @param itemFactors length of an item's vector, 1–1024
/// @param hidden units of the hidden layer, 8–1024
public record NetworkSettings(int userFactors, int itemFactors, int hidden) {

  /// The shipped defaults.
  public static final NetworkSettings DEFAULT = new NetworkSettings(16, 24, 128);

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public NetworkSettings {
    LearningSettings.check("network-user-factors", userFactors, 1, 1024);
    LearningSettings.check("network-item-factors", itemFactors, 1, 1024);
    LearningSettings.check("network-hidden", hidden, 8, 1024);
  }
}
