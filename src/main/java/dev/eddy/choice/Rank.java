package dev.eddy.choice;

import java.util.Locale;

/// By what a list is ordered.
public enum Rank {
  /// What somebody will probably choose and like.
  BLEND,
  /// What somebody will probably choose.
  CHOICE,
  /// What somebody will like best if they choose it: the predicted rating.
  RATING;

  /// Returns how it is written in requests and settings.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the rank that is written so.
  public static Rank of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
