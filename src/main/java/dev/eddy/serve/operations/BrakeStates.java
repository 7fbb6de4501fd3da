package dev.eddy.serve.operations;

import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.CurrentBrakes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The brakes as answers show them.
final class BrakeStates {

  private BrakeStates() {}

  /// One brake.
  ///
  /// @param brake its name, as in settings
  /// @param value in force
  /// @param setting what its setting says
  /// @param max the highest value; the lowest is 0
  /// @param unit what the value is in
  /// @param effect what it does, for people
  /// @param heldBy `setting`, `operator` or `governor`: whose value it is
  /// @param last the change that moved it last; absent where none did
  /// @param proposal what the governor proposed since; absent where that is nothing
  record Lever(
      String brake,
      double value,
      double setting,
      double max,
      String unit,
      String effect,
      String heldBy,
      Change last,
      Change proposal) {

    /// Returns it without the names of operators.
    Lever withoutNames() {
      return new Lever(
          brake,
          value,
          setting,
          max,
          unit,
          effect,
          heldBy,
          last == null ? null : last.withoutNames(),
          proposal == null ? null : proposal.withoutNames());
    }
  }

  /// A change, or a proposal of one.
  ///
  /// @param kind set, released, tightened, eased or proposed
  /// @param windowStartMs of a change of the governor: the window that it goes by, event time
  /// @param monitor of a change of the governor: the monitor that it goes by
  record Change(
      String kind,
      String brake,
      double from,
      double to,
      String who,
      long timeMs,
      Long windowStartMs,
      String monitor,
      String reason) {

    /// Returns it without the name of an operator.
    Change withoutNames() {
      boolean byGovernor = who.equals(BrakeChange.GOVERNOR);
      return new Change(
          kind,
          brake,
          from,
          to,
          byGovernor ? who : "operator",
          timeMs,
          windowStartMs,
          monitor,
          reason);
    }

    static Change of(BrakeChange change) {
      boolean byGovernor = !change.monitor().isEmpty();
      return new Change(
          change.kind().label(),
          change.brake(),
          change.from(),
          change.to(),
          change.who(),
          change.timeMs(),
          byGovernor ? change.windowStartMs() : null,
          byGovernor ? change.monitor() : null,
          change.reason());
    }
  }

  /// Returns the values alone, by the fields of JSON.
  static Map<String, Object> values(Brakes brakes) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Brake brake : Brake.values()) {
      values.put(
          brake.field(),
          brake.isWhole() ? (Object) (long) brakes.value(brake) : (Object) brakes.value(brake));
    }
    return values;
  }

  /// Returns all brakes.
  static List<Lever> levers(CurrentBrakes current) {
    return Arrays.stream(Brake.values()).map(brake -> lever(current, brake)).toList();
  }

  private static Lever lever(CurrentBrakes current, Brake brake) {
    BrakeChange last = current.latest(brake).orElse(null);
    return new Lever(
        brake.label(),
        current.get().value(brake),
        current.settings().value(brake),
        brake.max(),
        brake.unit(),
        brake.effect(),
        heldBy(last),
        last == null ? null : Change.of(last),
        current.proposal(brake).map(Change::of).orElse(null));
  }

  private static String heldBy(BrakeChange last) {
    if (last == null) {
      return "setting";
    }
    return switch (last.kind()) {
      case SET -> "operator";
      case TIGHTENED, EASED -> BrakeChange.GOVERNOR;
      case RELEASED, PROPOSED -> "setting";
    };
  }

  /// Returns the latest changes, the latest first.
  static List<Change> changes(CurrentBrakes current) {
    return current.changes().reversed().stream().map(Change::of).toList();
  }

  /// Returns what both endpoints of brakes answer.
  static Map<String, Object> answer(CurrentBrakes current) {
    Map<String, Object> answer = values(current.get());
    answer.put("levers", levers(current));
    answer.put("changes", changes(current));
    return answer;
  }
}
