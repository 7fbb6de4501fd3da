package dev.eddy.challenger;

import dev.eddy.kernel.StableHash;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// In which role a model made a list, where a challenger serves a share of the users.
public enum Variant {
  /// The model that serves everybody else.
  CHAMPION,
  /// The model that serves the share.
  CHALLENGER;

  /// Goes before the id, so that the share has nothing to do with other parts of the users that are
  /// chosen by the same hash, such as the control group of drift.
  private static final String SALT = "challenger\0";

  /// Returns which of the two a user is to have: the same whenever and wherever it is asked, and
  /// whatever was promoted. With a larger share everybody stays who had the challenger.
  ///
  /// @param share which part of all users has the challenger, 0 to 1
  public static Variant of(String userId, double share) {
    return StableHash.spread(SALT + userId) < share ? CHALLENGER : CHAMPION;
  }

  /// Returns the one that is written so; empty for any other text.
  public static Optional<Variant> labelled(String label) {
    return Arrays.stream(values()).filter(variant -> variant.label().equals(label)).findFirst();
  }

  /// Returns how it is written in answers, exposures and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
