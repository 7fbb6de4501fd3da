package dev.eddy.drift.count;

import dev.eddy.kernel.StableHash;
import java.util.Locale;

/// Who is shown what the model chose, and who is not.
public enum Arm {
  /// Users whose lists the model chooses.
  TREATED,
  /// Users who are shown items at random, so that what moves them is the world and not the loop.
  CONTROL;

  /// Returns the arm of a user: the same whenever and wherever it is asked.
  ///
  /// @param controlShare which part of all users is in the control group, 0 to 1
  public static Arm of(String userId, double controlShare) {
    return StableHash.spread(userId) < controlShare ? CONTROL : TREATED;
  }

  /// Returns how it is written.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
