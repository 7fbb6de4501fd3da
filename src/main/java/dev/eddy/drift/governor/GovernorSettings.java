package dev.eddy.drift.governor;

import dev.eddy.drift.DriftSettings;
import dev.eddy.lists.Brake;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the governor may do.
///
/// @param mode whether it does anything, and whether it may move brakes
/// @param limits how far it may move each brake, at most; it moves no brake without one
/// @param step which part of the way from a brake's setting to its limit one step is, 0.01 to 1
/// @param minExposures how many lists the users whose lists the model chooses must have been shown
///     in a window for it to say anything, 100 or more; the control group at least a fiftieth of it
public record GovernorSettings(
    Mode mode, Map<Brake, Double> limits, double step, long minExposures) {

  /// Does nothing.
  public static final GovernorSettings OFF = new GovernorSettings(Mode.OFF, Map.of(), 0.25, 1_000);

  /// The control group is shown at least this part of what is asked of the others.
  private static final int CONTROL_PART = 50;

  /// What a governor may do.
  public enum Mode {
    /// Nothing.
    OFF,
    /// It proposes what to do.
    ADVISE,
    /// It moves brakes.
    ACT;

    /// Returns how it is written.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public GovernorSettings {
    Map<Brake, Double> copy = new EnumMap<>(Brake.class);
    copy.putAll(limits);
    limits = Collections.unmodifiableMap(copy);
    for (Brake brake : limits.keySet()) {
      if (!Remedies.brakes().contains(brake)) {
        throw new IllegalArgumentException(
            "drift.governor-limits names %s, but the governor moves only %s"
                .formatted(brake.label(), names(Remedies.brakes())));
      }
      double limit = limits.get(brake);
      if (!(limit > 0 && limit <= brake.max()) || (brake.isWhole() && limit != Math.rint(limit))) {
        throw new IllegalArgumentException(
            "drift.governor-limits has %s=%s, but it must be %s above 0 and at most %s"
                .formatted(
                    brake.label(),
                    limit,
                    brake.isWhole() ? "a whole number" : "a number",
                    brake.max()));
      }
    }
    if (!(step >= 0.01 && step <= 1)) {
      throw new IllegalArgumentException(
          "drift.governor-step is " + step + ", but must be between 0.01 and 1");
    }
    if (minExposures < 100) {
      throw new IllegalArgumentException(
          "drift.governor-min-exposures is " + minExposures + ", but must be at least 100");
    }
    if (mode != Mode.OFF && limits.isEmpty()) {
      throw new IllegalArgumentException(
          ("drift.governor=%s needs to know how far it may move brakes. Set drift.governor-limits,"
                  + " such as exploration=0.1,daily-cap=20; it moves %s")
              .formatted(mode.label(), names(Remedies.brakes())));
    }
  }

  private static String names(Collection<Brake> brakes) {
    return brakes.stream().map(Brake::label).collect(Collectors.joining(", "));
  }

  /// Reads limits as settings write them: `exploration=0.1,daily-cap=20`.
  ///
  /// @throws IllegalArgumentException saying which part is none, and what is allowed
  public static Map<Brake, Double> limits(List<String> parts) {
    Map<Brake, Double> limits = new EnumMap<>(Brake.class);
    for (String part : parts) {
      String[] pair = part.split("=", 2);
      try {
        limits.put(
            Brake.of(pair[0].strip()), Double.valueOf(pair.length < 2 ? "" : pair[1].strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "drift.governor-limits has '%s', but must be pairs such as exploration=0.1"
                .formatted(part),
            e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("drift.governor-limits: " + e.getMessage(), e);
      }
    }
    return limits;
  }

  /// Checks that it will have what it goes by.
  ///
  /// @throws IllegalArgumentException if drift is not watched, without a control group, or without
  ///     exposures of the lists that are served, saying what to set
  public void check(DriftSettings drift) {
    if (mode == Mode.OFF) {
      return;
    }
    String missing =
        !drift.enabled()
            ? "drift to be watched, else nothing alarms: set drift.enabled=true"
            : drift.controlShare() == 0
                ? "a control group, else it cannot tell the loop from the world: set"
                    + " drift.control-share to a share of the users, above 0 and at most 0.5"
                : !drift.logLists()
                    ? "the lists that are served to count as shown, else it cannot see what a brake"
                        + " does: set drift.log-lists=true"
                    : null;
    if (missing != null) {
      throw new IllegalArgumentException(
          "drift.governor=%s needs %s, or set drift.governor=off".formatted(mode.label(), missing));
    }
  }

  /// Returns whether enough was shown in a window to judge it.
  ///
  /// @param treated how many lists users were shown whose lists the model chooses
  /// @param control how many the control group was shown
  boolean isEnough(long treated, long control) {
    return treated >= minExposures && control * CONTROL_PART >= minExposures;
  }
}
