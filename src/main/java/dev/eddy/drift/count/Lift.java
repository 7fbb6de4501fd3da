package dev.eddy.drift.count;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// How popular what a group of users is shown is, and how popular what they have rated. Not safe
/// for use by several threads.
final class Lift {

  private final RunningMean shown = new RunningMean();
  private final RunningMean own = new RunningMean();

  /// Counts a list.
  ///
  /// @param popularityOfList mean count of ratings of its items
  /// @param popularityOfHistory mean count of ratings of what its user has rated
  void add(double popularityOfList, double popularityOfHistory) {
    shown.add(popularityOfList);
    own.add(popularityOfHistory);
  }

  void add(Lift other) {
    shown.add(other.shown);
    own.add(other.own);
  }

  /// Returns `(shown − history) / history`; not a number where no list was counted.
  double value() {
    return own.mean() > 0 ? (shown.mean() - own.mean()) / own.mean() : Double.NaN;
  }

  void write(DataOutput out) throws IOException {
    shown.write(out);
    own.write(out);
  }

  void read(DataInput in) throws IOException {
    shown.read(in);
    own.read(in);
  }
}
