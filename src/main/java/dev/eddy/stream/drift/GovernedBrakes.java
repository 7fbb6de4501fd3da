package dev.eddy.stream.drift;

import dev.eddy.drift.DriftLedger;
import dev.eddy.drift.governor.Governor;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.CurrentBrakes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is to be published of the brakes when a window has ended: what the governor does, and what
/// would otherwise be forgotten.
///
/// A change is in force once it has come back from the topic, here as everywhere. Until then the
/// governor must know of it, else it would do it twice where windows end one after the other. After
/// an aborted transaction that is forgotten with it: the processor begins anew then.
///
/// Used by one thread.
final class GovernedBrakes {

  private static final Logger LOG = LoggerFactory.getLogger(GovernedBrakes.class);

  /// The topic keeps records for 30 days.
  private static final long RENEWED_MS = 7L * 86_400_000;

  private final GovernorSettings settings;
  private final Governor governor;
  private final CurrentBrakes brakes;
  private final List<BrakeChange> published = new ArrayList<>();
  private final Map<Brake, Long> renewedMs = new EnumMap<>(Brake.class);
  private boolean isFirst = true;

  /// Begins with nothing on its way.
  ///
  /// @param brakes as the topic has them
  GovernedBrakes(GovernorSettings settings, CurrentBrakes brakes) {
    this.settings = settings;
    governor = new Governor(settings);
    this.brakes = brakes;
  }

  /// Returns what is to be published, in this order.
  ///
  /// @param windowMs how long windows are
  List<BrakeChange> after(DriftLedger.Closed window, long windowMs, long nowMs) {
    if (isFirst) {
      isFirst = false;
      forsaken().forEach(LOG::warn);
    }
    List<BrakeChange> news = renewals(nowMs);
    CurrentBrakes known = brakes.copy();
    published.removeIf(known::isDecided);
    published.forEach(known::apply);
    List<BrakeChange> decided = governor.judge(Governor.Window.of(window, windowMs), known, nowMs);
    for (BrakeChange change : decided) {
      LOG.info(
          "The governor {} {} from {} to {}: {}",
          change.moves() ? "moves" : "proposes to move",
          change.brake(),
          change.from(),
          change.to(),
          change.reason());
    }
    published.addAll(decided);
    news.addAll(decided);
    return news;
  }

  /// What to tell operators of brakes that the governor moved once and does not ease any more.
  List<String> forsaken() {
    boolean mayAct = settings.mode() == GovernorSettings.Mode.ACT;
    List<String> forsaken = new ArrayList<>();
    brakes
        .moved()
        .forEach(
            (brake, change) -> {
              if (!change.isOfOperator() && !(mayAct && settings.limits().containsKey(brake))) {
                forsaken.add(
                    "Brake %s is at %s, where the governor moved it, and stays there: %s. Set or release it with PUT /v1/admin/brakes"
                        .formatted(
                            brake.label(),
                            brakes.get().value(brake),
                            mayAct
                                ? "drift.governor-limits no longer names it"
                                : "drift.governor is " + settings.mode().label()));
              }
            });
    return forsaken;
  }

  /// Values that stand for long are published again before the topic forgets them.
  private List<BrakeChange> renewals(long nowMs) {
    List<BrakeChange> renewals = new ArrayList<>();
    brakes
        .moved()
        .forEach(
            (brake, change) -> {
              long knownMs = renewedMs.getOrDefault(brake, change.timeMs());
              if (nowMs - Math.max(knownMs, change.timeMs()) > RENEWED_MS) {
                renewals.add(change);
                renewedMs.put(brake, nowMs);
              }
            });
    return renewals;
  }
}
