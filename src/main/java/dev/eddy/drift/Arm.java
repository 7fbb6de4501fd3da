package dev.eddy.drift;

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
    return place(userId) < controlShare ? CONTROL : TREATED;
  }

  /// Spreads ids evenly over 0 to 1 (FNV-1a, then the finalizer of MurmurHash3).
  private static double place(String userId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < userId.length(); i++) {
      hash = (hash ^ userId.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
  }

  /// Returns how it is written.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
