package dev.eddy.serve.backend;

import java.util.List;

/// What is played to those who watch, step by step: a scenario of the demo. In production nothing
/// is.
///
/// @param title what is played
/// @param round which round is played, from 0; `rounds` when all were
/// @param rounds how many there are
/// @param steps all of them, in order
/// @param step which of them it is in, from 0
/// @param latest what somebody did just now; empty where nothing is to be told
/// @param curve what to look at, as it went so far
public record Narration(
    String title, int round, int rounds, List<Step> steps, int step, String latest, Curve curve) {

  /// Copies the steps.
  public Narration {
    steps = List.copyOf(steps);
  }

  /// A step.
  ///
  /// @param title in a few words
  /// @param happens what happens now
  /// @param look what to look at
  /// @param next what to do, or to wait for
  public record Step(String title, String happens, String look, String next) {}

  /// What is followed over the rounds.
  ///
  /// @param label what it is
  /// @param values one a round that is over, each a share, 0 to 1
  /// @param marks rounds in which something happened
  public record Curve(String label, List<Double> values, List<Mark> marks) {

    /// Copies the values and marks.
    public Curve {
      values = List.copyOf(values);
      marks = List.copyOf(marks);
    }
  }

  /// A round in which something happened, and what.
  public record Mark(int round, String what) {}
}
