package dev.eddy.drift;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a monitor said of one window.
///
/// @param monitor its name
/// @param windowStartMs when the window began, event time, milliseconds since 1970
/// @param windowMs how long it is
/// @param treated the value of the users whose lists the model chooses; of a monitor that does not
///     compare with the control group, of all users; not a number without one
/// @param control the value of the control group; not a number without one, and of a monitor that
///     does not compare
/// @param difference treated less control; not a number without a control group
/// @param interval half the width of the difference's 95 % confidence interval; not a number
///     where the value is no mean
/// @param baseline what is usual, of the difference or, without a control group, of the treated;
///     not a number while that is not known
/// @param threshold from which value on it alarms
/// @param state what is said of it
/// @param sinceMs when the state began, event time
/// @param detectors which detectors of change spoke in the window
/// @param groups the value of each tenth of users by activity, where it has one; by the fewest
///     ratings of those of the tenth who were counted
/// @param attributes the value of the users of whom something is said, where it has one; by what
///     is said, as `name=value`
public record Signal(
    String monitor,
    long windowStartMs,
    long windowMs,
    double treated,
    double control,
    double difference,
    double interval,
    double baseline,
    double threshold,
    State state,
    long sinceMs,
    List<String> detectors,
    Map<Integer, Double> groups,
    Map<String, Double> attributes) {

  /// Copies the collections. Signals of builds before have no attributes.
  ///
  /// @throws IllegalArgumentException without a monitor or a state
  public Signal {
    if (monitor == null || state == null || detectors == null || groups == null) {
      throw new IllegalArgumentException("a signal needs a monitor, a state, detectors and groups");
    }
    detectors = List.copyOf(detectors);
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    attributes =
        attributes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /// Returns the same with the values of groups of users.
  Signal inGroups(Map<Integer, Double> tenths, Map<String, Double> byAttribute) {
    return new Signal(
        monitor,
        windowStartMs,
        windowMs,
        treated,
        control,
        difference,
        interval,
        baseline,
        threshold,
        state,
        sinceMs,
        detectors,
        tenths,
        byAttribute);
  }
}
