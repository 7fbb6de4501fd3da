package dev.eddy.drift.governor;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.BrakeChange.Kind;
import dev.eddy.lists.CurrentBrakes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides what to do about the brakes when a window of event time has ended.
///
/// - A monitor that alarms tightens the first of [its brakes][Remedies] that may be moved, by a
///   step on the way from its setting to its limit, and further if it still alarms [#SETTLE]
///   windows later: so long a step takes to be seen.
/// - A brake that it tightened is eased by a step once all monitors of the brake were quiet for
///   [#CALM] windows, and so long nobody moved it; down to its setting.
/// - A brake that an operator set it never moves; it proposes instead. To release it gives it back.
/// - It never moves a brake beyond its limit, nor against another brake, and says nothing of a
///   window in which too little was shown.
///
/// In the mode `advise` all it does is to propose. A proposal is made again only if it is another
/// one, or [#AGAIN] windows old.
///
/// It keeps no state: what it did before is told by the brakes' latest changes. So the same windows
/// and changes always make it do the same, whoever runs it.
public final class Governor {

  /// So many windows after a step the next one may follow: what is shown by it is counted in the
  /// window after the one in which it was made, and that ends a window late.
  static final int SETTLE = 3;

  /// So many windows of quiet ease a brake.
  static final int CALM = 6;

  /// After so many windows a proposal is made again.
  static final int AGAIN = 24;

  private final GovernorSettings settings;

  public Governor(GovernorSettings settings) {
    this.settings = settings;
  }

  /// A window that has ended.
  ///
  /// @param startMs when it began, event time
  /// @param windowMs how long it is
  /// @param signals what the monitors said of it
  /// @param treatedLists how many lists users were shown whose lists the model chooses
  /// @param controlLists how many lists the control group was shown
  public record Window(
      long startMs, long windowMs, List<Signal> signals, long treatedLists, long controlLists) {

    /// Copies the signals.
    public Window {
      signals = List.copyOf(signals);
    }

    /// Returns what the governor looks at of a window that the ledger has closed.
    public static Window of(DriftLedger.Closed closed, long windowMs) {
      return new Window(
          closed.facts().windowStartMs(),
          windowMs,
          closed.signals(),
          closed.treatedLists(),
          closed.controlLists());
    }
  }

  /// Returns what is to be done, in this order; a brake is moved once at most.
  ///
  /// @param brakes as they are now, and who moved them last
  /// @param nowMs the time of the changes, milliseconds since 1970
  public List<BrakeChange> judge(Window window, CurrentBrakes brakes, long nowMs) {
    if (settings.mode() == GovernorSettings.Mode.OFF
        || !settings.isEnough(window.treatedLists, window.controlLists)) {
      return List.of();
    }
    Map<Brake, BrakeChange> changes = new EnumMap<>(Brake.class);
    window.signals.stream()
        .filter(signal -> signal.state() == State.ALARM)
        .sorted(Comparator.comparing(Signal::monitor))
        .forEach(
            signal ->
                remedy(signal, window, brakes, changes.keySet().stream().toList(), nowMs)
                    .ifPresent(change -> changes.putIfAbsent(change.of(), change)));
    for (Brake brake : settings.limits().keySet()) {
      if (!changes.containsKey(brake) && isCalm(brake, window, brakes)) {
        ease(brake, window, brakes, nowMs).ifPresent(change -> changes.put(brake, change));
      }
    }
    List<BrakeChange> news = new ArrayList<>(changes.values());
    news.removeIf(change -> isKnown(change, window, brakes));
    return news;
  }

  /// What to do about a monitor that alarms: a step of the first of its brakes that may be moved,
  /// or else a proposal for the first that an operator holds.
  private Optional<BrakeChange> remedy(
      Signal signal, Window window, CurrentBrakes brakes, List<Brake> moved, long nowMs) {
    BrakeChange held = null;
    for (Brake brake : Remedies.of(signal.monitor())) {
      if (!settings.limits().containsKey(brake)) {
        continue;
      }
      if (moved.contains(brake)) {
        return Optional.empty(); // another monitor moves it just now, and one step is to be seen
      }
      double from = brakes.get().value(brake);
      double to = tighter(brake, brakes);
      if (to == from || !brakes.get().allows(brake, to)) {
        continue;
      }
      String reason = "%s alarms".formatted(signal.monitor());
      Optional<BrakeChange> latest = brakes.latest(brake);
      if (latest.isPresent() && latest.get().kind() == Kind.SET) {
        reason += ", but an operator set the brake";
        held =
            held == null
                ? change(Kind.PROPOSED, brake, from, to, window, signal.monitor(), reason, nowMs)
                : held;
        continue;
      }
      if (latest.isPresent() && windowsSince(latest.get(), window) < SETTLE) {
        return Optional.empty(); // its last step is still to be seen
      }
      return Optional.of(
          change(
              mayAct() ? Kind.TIGHTENED : Kind.PROPOSED,
              brake,
              from,
              to,
              window,
              signal.monitor(),
              reason,
              notBefore(latest, nowMs)));
    }
    return Optional.ofNullable(held);
  }

  private boolean mayAct() {
    return settings.mode() == GovernorSettings.Mode.ACT;
  }

  private static BrakeChange change(
      Kind kind,
      Brake brake,
      double from,
      double to,
      Window window,
      String monitor,
      String reason,
      long nowMs) {
    return new BrakeChange(
        kind,
        brake.label(),
        from,
        to,
        BrakeChange.GOVERNOR,
        nowMs,
        window.startMs,
        monitor,
        reason);
  }

  /// The time of a change that follows another, whose clock may have run ahead: as the older one
  /// it would be refused.
  private static long notBefore(Optional<BrakeChange> latest, long nowMs) {
    return Math.max(nowMs, latest.map(BrakeChange::timeMs).orElse(nowMs));
  }

  /// How many windows ago the governor made a change; many, if an operator did.
  private static long windowsSince(BrakeChange change, Window window) {
    return change.monitor().isEmpty()
        ? Long.MAX_VALUE
        : (window.startMs - change.windowStartMs()) / window.windowMs;
  }

  private int steps() {
    return (int) Math.ceil(1 / settings.step() - 1e-9);
  }

  private double at(Brake brake, CurrentBrakes brakes, int step) {
    return brake.between(
        brakes.settings().value(brake),
        settings.limits().get(brake),
        Math.min(1, step * settings.step()));
  }

  /// The next step towards the limit; the value as it is where there is none.
  private double tighter(Brake brake, CurrentBrakes brakes) {
    double value = brakes.get().value(brake);
    for (int step = 1; step <= steps(); step++) {
      double next = at(brake, brakes, step);
      if (brake.isStronger(next, value)) {
        return next;
      }
    }
    return value;
  }

  /// The next step back towards the setting; the value as it is where there is none.
  private double looser(Brake brake, CurrentBrakes brakes) {
    double value = brakes.get().value(brake);
    for (int step = steps() - 1; step >= 0; step--) {
      double next = at(brake, brakes, step);
      if (brake.isStronger(value, next)) {
        return next;
      }
    }
    return value;
  }

  /// Whether all monitors of a brake that the governor moved have been quiet for long.
  private static boolean isCalm(Brake brake, Window window, CurrentBrakes brakes) {
    Optional<BrakeChange> latest = brakes.latest(brake);
    if (latest.isEmpty()
        || (latest.get().kind() != Kind.TIGHTENED && latest.get().kind() != Kind.EASED)
        || windowsSince(latest.get(), window) < CALM) {
      return false;
    }
    List<Signal> ofBrake =
        window.signals.stream()
            .filter(signal -> Remedies.of(signal.monitor()).contains(brake))
            .toList();
    return !ofBrake.isEmpty()
        && ofBrake.stream()
            .allMatch(
                signal ->
                    signal.state() == State.QUIET
                        && window.startMs - signal.sinceMs() >= CALM * window.windowMs);
  }

  private Optional<BrakeChange> ease(Brake brake, Window window, CurrentBrakes brakes, long nowMs) {
    double from = brakes.get().value(brake);
    double to = looser(brake, brakes);
    Optional<BrakeChange> latest = brakes.latest(brake);
    String monitor = latest.map(BrakeChange::monitor).orElse("");
    return to == from
        ? Optional.empty()
        : Optional.of(
            change(
                mayAct() ? Kind.EASED : Kind.PROPOSED,
                brake,
                from,
                to,
                window,
                monitor,
                "its monitors have been quiet for %d windows".formatted(CALM),
                notBefore(latest, nowMs)));
  }

  /// Whether a proposal was made before, and not long ago.
  private static boolean isKnown(BrakeChange change, Window window, CurrentBrakes brakes) {
    return change.kind() == Kind.PROPOSED
        && brakes
            .proposal(change.of())
            .filter(before -> before.to() == change.to())
            .filter(before -> before.monitor().equals(change.monitor()))
            .filter(before -> windowsSince(before, window) < AGAIN)
            .isPresent();
  }
}
