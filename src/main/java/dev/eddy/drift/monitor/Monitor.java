package dev.eddy.drift.monitor;

import dev.eddy.drift.count.ArmCounts;
import java.util.Collections;
import java.util.SortedMap;

/// Makes one value of what was counted in a window; a rise is bad. One class a monitor; each is
/// pure.
public interface Monitor {

  /// Returns its name, as signals, metrics and answers have it.
  String name();

  /// Returns what the value is in.
  String unit();

  /// Returns what a high value means, in one sentence for people.
  String meaning();

  /// Returns what to do when it alarms.
  String advice();

  /// Returns whether an alarm tells of the loop; else of the world, or of the learner.
  default boolean isOfLoop() {
    return true;
  }

  /// Returns whether treated users are compared with the control group where there is one. Where
  /// that makes no sense, as both groups move what both are shown, the value of all users is what
  /// is watched.
  default boolean comparesWithControl() {
    return true;
  }

  /// Returns the least standard deviation that is taken for usual, in the unit of the value: of a
  /// value that is the largest of many, or that hangs on few users, a calm baseline says little.
  default double leastDeviation() {
    return 0;
  }

  /// Returns the value; not a number where nothing was counted that it is made of.
  ///
  /// @param population what there is beside what was counted
  double value(ArmCounts counts, Population population);

  /// Returns the value of each tenth of users by activity, by the fewest ratings of those counted;
  /// empty where the monitor tells none.
  default SortedMap<Integer, Double> byActivity(ArmCounts counts, Population population) {
    return Collections.emptySortedMap();
  }

  /// Returns the value of the users of whom something is said, by what, as `name=value`; empty
  /// where the monitor tells none.
  default SortedMap<String, Double> byAttribute(ArmCounts counts) {
    return Collections.emptySortedMap();
  }

  /// Returns the square of the value's standard error; not a number for a value that is no mean.
  default double errorSquare(ArmCounts counts) {
    return Double.NaN;
  }
}
