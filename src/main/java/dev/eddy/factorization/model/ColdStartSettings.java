package dev.eddy.factorization.model;

/// Where new rows start.
///
/// @param kind the way
/// @param typicalUser with an average taste, the user whose row new users start at; empty takes
///     the mean of warm rows
public record ColdStartSettings(ColdStart kind, String typicalUser) {

  /// The shipped defaults.
  public static final ColdStartSettings DEFAULT = new ColdStartSettings(ColdStart.METADATA, "");

  /// Checks that the two fit together.
  ///
  /// @throws IllegalArgumentException if a typical user is named but not used
  public ColdStartSettings {
    if (!typicalUser.isEmpty() && kind != ColdStart.AVERAGE_TASTE) {
      throw new IllegalArgumentException(
          "learning.typical-user is '"
              + typicalUser
              + "', which needs learning.cold-start=average-taste");
    }
  }

  public boolean followsUser(String userId, int ratings) {
    return typicalUser.isEmpty() ? kind.follows(ratings) : typicalUser.equals(userId);
  }
}
