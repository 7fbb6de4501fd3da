package dev.eddy.simulate.people;

import dev.eddy.event.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What happens in a simulated world. Every scenario begins as [#HONEST]; from the onset on it is
/// itself.
public enum Scenario {
  /// Diverse people who mostly choose what they know from outside: a small loop.
  HONEST(false),
  /// Tastes move by themselves, whatever is shown.
  TASTE_CHANGE(false),
  /// A tenth of the catalog is new at once.
  FLOOD(false),
  /// Nobody knows items from outside any more: choices come from lists alone.
  LOOP(true),
  /// One user in a hundred is ten times as active, and is after one kind of item.
  ENTHUSIASTS(true),
  /// A group of accounts pushes one item.
  ATTACK(true),
  /// A group of accounts buries one item.
  BOYCOTT(true);

  private final boolean isOfLoop;

  Scenario(boolean isOfLoop) {
    this.isOfLoop = isOfLoop;
  }

  /// Returns whether the monitors of the loop should alarm; else the world moves, and they should
  /// not.
  public boolean isOfLoop() {
    return isOfLoop;
  }

  /// Returns whether a group acts on one item.
  public boolean hasTarget() {
    return this == ATTACK || this == BOYCOTT;
  }

  /// Returns how it is written.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns how all of them are written.
  public static List<String> labels() {
    return Arrays.stream(values()).map(Scenario::label).toList();
  }

  /// Returns the scenario that is written so.
  ///
  /// @throws IllegalArgumentException saying which one may be meant, and which there are
  public static Scenario of(String label) {
    for (Scenario scenario : values()) {
      if (scenario.label().equals(label)) {
        return scenario;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not a scenario, did you mean %s? There are %s"
            .formatted(label, Spelling.closest(label, labels()), String.join(", ", labels())));
  }
}
