package dev.eddy.simulate.loop;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.governor.Governor;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.CurrentBrakes;
import java.util.List;

/// The governor of the stream, in a simulated loop: what it moves is in force at once.
final class LoopGovernor {

  private final Governor governor;
  private final CurrentBrakes brakes;

  /// @param brakes that it moves
  LoopGovernor(GovernorSettings settings, CurrentBrakes brakes) {
    governor = new Governor(settings);
    this.brakes = brakes;
  }

  /// Judges a window that has ended, and returns what was done about it, proposals included.
  ///
  /// @param windowMs how long it is
  /// @param nowMs event time
  List<BrakeChange> after(DriftLedger.Closed window, long windowMs, long nowMs) {
    List<BrakeChange> changes = governor.judge(Governor.Window.of(window, windowMs), brakes, nowMs);
    changes.forEach(brakes::apply);
    return changes;
  }
}
