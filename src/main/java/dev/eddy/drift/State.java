package dev.eddy.drift;

import java.util.Locale;

/// What a detector says of a monitor.
public enum State {
  /// As usual.
  QUIET(0),
  /// Beyond what is usual, once.
  WARNING(1),
  /// Far beyond what is usual, and not only once.
  ALARM(2),
  /// Back to what is usual after an alarm.
  RECOVERED(3);

  private final int number;

  State(int number) {
    this.number = number;
  }

  /// Returns how meters have it: 0 quiet, 1 warning, 2 alarm, 3 recovered.
  public int number() {
    return number;
  }

  /// Returns how it is written.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
