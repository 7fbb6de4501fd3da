package dev.eddy.lists;

import java.util.Locale;
import java.util.stream.Stream;

/// What chooses the items of a list.
public enum Policy {
  /// The model, held by the brakes.
  MODEL,
  /// How often items were chosen.
  POPULAR,
  /// Chance, as for a control group.
  RANDOM;

  /// Returns how it is written in requests, answers and exposures.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns how all of them are written.
  public static String[] labels() {
    return Stream.of(values()).map(Policy::label).toArray(String[]::new);
  }

  /// Returns the policy that is written so.
  public static Policy of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
