package dev.eddy.simulate.loop;

import java.util.Arrays;

/// What happened in one round to ordinary people whose lists the model chooses.
///
/// What enthusiasts and the accounts of campaigns see and rate is left out: how others are affected
/// is the question.
public final class Round {

  private final long[] shown;
  private long looks;
  private long found;
  private long ratings;
  private double squares;
  private int items;

  Round(int items) {
    shown = new long[items];
  }

  void shown(int item) {
    shown[item]++;
  }

  void looked(boolean hasFound) {
    looks++;
    found += hasFound ? 1 : 0;
  }

  void rated(double error) {
    ratings++;
    squares += error * error;
  }

  void existing(int existing) {
    items = existing;
  }

  /// Returns how often each item was shown, by its number in the world.
  public long[] shown() {
    return shown.clone();
  }

  /// Returns how many items were shown, each counted as often as it was.
  public long exposures() {
    return Arrays.stream(shown).sum();
  }

  /// Returns how many items could be in lists.
  public int items() {
    return items;
  }

  /// Returns how often somebody looked at a list.
  public long looks() {
    return looks;
  }

  /// Returns how often somebody who looked chose something.
  public long found() {
    return found;
  }

  /// Returns how many ratings there were, of all ordinary people.
  public long ratings() {
    return ratings;
  }

  /// Returns the sum of the squared errors of what was predicted of them.
  public double squares() {
    return squares;
  }
}
