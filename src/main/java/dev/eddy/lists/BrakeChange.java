package dev.eddy.lists;

import java.util.Locale;

/// Who moved a brake, when, from what to what, and why. It lies in the topic `drift-signals`, from
/// where every instance takes it over.
///
/// @param kind what was done
/// @param brake its name, as [Brake#label] writes it
/// @param from the value before
/// @param to the value now or, of a proposal, the value that it proposes
/// @param who the operator as they call themselves, or `governor`
/// @param timeMs when, milliseconds since 1970
/// @param windowStartMs of a change of the governor: when the window began, event time, that it
///     goes by; 0 of an operator's
/// @param monitor of a change of the governor: the monitor that it goes by; empty of an operator's
/// @param reason for people
public record BrakeChange(
    Kind kind,
    String brake,
    double from,
    double to,
    String who,
    long timeMs,
    long windowStartMs,
    String monitor,
    String reason) {

  /// Who the governor is.
  public static final String GOVERNOR = "governor";

  /// What can be done to a brake.
  public enum Kind {
    /// An operator set it: the governor leaves it alone from then on.
    SET,
    /// An operator let it go: it is back at its setting, and the governor may move it.
    RELEASED,
    /// The governor tightened it by a step.
    TIGHTENED,
    /// The governor eased it by a step.
    EASED,
    /// The governor would tighten it, but may not, or is held by an operator: nothing was moved.
    PROPOSED;

    /// Returns how meters and answers have it.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Checks what every change must say.
  ///
  /// @throws IllegalArgumentException naming what is missing, or that there is no such brake
  public BrakeChange {
    if (kind == null || brake == null || who == null || monitor == null || reason == null) {
      throw new IllegalArgumentException(
          "a change of a brake needs kind, brake, who, monitor and reason");
    }
    Brake.of(brake);
  }

  /// Returns the change that an operator makes.
  public static BrakeChange set(Brake brake, double from, double to, String who, long timeMs) {
    return new BrakeChange(
        Kind.SET, brake.label(), from, to, who, timeMs, 0, "", "set by an operator");
  }

  /// Returns the change by which an operator lets a brake go.
  ///
  /// @param to what its setting says
  public static BrakeChange release(Brake brake, double from, double to, String who, long timeMs) {
    return new BrakeChange(
        Kind.RELEASED, brake.label(), from, to, who, timeMs, 0, "", "released by an operator");
  }

  /// Returns the brake.
  public Brake of() {
    return Brake.of(brake);
  }

  /// Returns whether an operator made it, and not the governor.
  public boolean isOfOperator() {
    return kind == Kind.SET || kind == Kind.RELEASED;
  }

  /// Returns whether it moves the brake.
  public boolean moves() {
    return kind != Kind.PROPOSED;
  }
}
