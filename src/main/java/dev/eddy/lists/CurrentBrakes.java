package dev.eddy.lists;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The brakes that are in force on this instance, who moved each of them last, and the latest
/// changes. All instances take the same changes over in the same order, that of the topic, and
/// refuse the same, so all end with the same values. Safe for use by several threads; reading the
/// values takes no lock.
///
/// Changes cross on their way to the topic. Whichever comes first there:
///
/// - what the governor decided before it knew that an operator has set the brake is refused;
/// - a change that is older than the one that moved the brake last is refused, such as one that
///   is only published again to be remembered. An operator's is compared with operators' alone.
public final class CurrentBrakes {

  /// So many changes are remembered.
  private static final int CHANGES = 200;

  private final Brakes settings;
  private final Map<Brake, BrakeChange> latest = new EnumMap<>(Brake.class);
  private final Map<Brake, BrakeChange> latestOfOperators = new EnumMap<>(Brake.class);
  private final Map<Brake, BrakeChange> proposals = new EnumMap<>(Brake.class);
  private final Deque<BrakeChange> changes = new ArrayDeque<>();

  /// Why changes were refused, the latest last.
  private final Map<BrakeChange, String> refusals = new LinkedHashMap<>();

  private volatile Brakes brakes;

  /// Starts with what the settings say.
  public CurrentBrakes(Brakes settings) {
    this.settings = settings;
    brakes = settings;
  }

  /// What became of a change.
  ///
  /// @param isNew whether it was not known yet
  /// @param refusal why it is not in force; empty where it is
  public record Taken(boolean isNew, Optional<String> refusal) {}

  /// Returns a copy that changes by itself.
  public synchronized CurrentBrakes copy() {
    CurrentBrakes copy = new CurrentBrakes(settings);
    copy.brakes = brakes;
    copy.latest.putAll(latest);
    copy.latestOfOperators.putAll(latestOfOperators);
    copy.proposals.putAll(proposals);
    copy.changes.addAll(changes);
    copy.refusals.putAll(refusals);
    return copy;
  }

  /// Returns the values in force.
  public Brakes get() {
    return brakes;
  }

  /// Returns what the settings say, which is in force where nobody moved a brake.
  public Brakes settings() {
    return settings;
  }

  /// Takes a change over, or refuses it: where a later one holds already, where an operator has
  /// set the brake and the change is the governor's, or where the value is out of range or works
  /// against another brake. A change that is known already counts once among the changes.
  public synchronized Taken apply(BrakeChange change) {
    boolean isNew = !isDecided(change);
    Optional<String> refusal = change.moves() ? move(change) : propose(change);
    if (refusal.isPresent()) {
      refusals.put(change, refusal.get());
      if (refusals.size() > CHANGES) {
        refusals.remove(refusals.keySet().iterator().next());
      }
    } else {
      refusals.remove(change);
      if (!changes.contains(change)) {
        changes.addLast(change);
      }
      if (changes.size() > CHANGES) {
        changes.removeFirst();
      }
    }
    notifyAll();
    return new Taken(isNew, refusal);
  }

  private Optional<String> propose(BrakeChange change) {
    proposals.put(change.of(), change);
    return Optional.empty();
  }

  private Optional<String> move(BrakeChange change) {
    Brake brake = change.of();
    Optional<String> overtaken = overtaken(change);
    if (overtaken.isPresent()) {
      return overtaken;
    }
    boolean released = change.kind() == BrakeChange.Kind.RELEASED;
    try {
      brakes = brakes.with(brake, released ? settings.value(brake) : change.to());
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
    latest.put(brake, change);
    if (change.isOfOperator()) {
      latestOfOperators.put(brake, change);
    }
    proposals.remove(brake);
    return Optional.empty();
  }

  /// Why a change comes too late; empty where it does not.
  private Optional<String> overtaken(BrakeChange change) {
    BrakeChange operators = latestOfOperators.get(change.of());
    BrakeChange before = change.isOfOperator() ? operators : latest.get(change.of());
    if (!change.isOfOperator() && operators != null && operators.kind() == BrakeChange.Kind.SET) {
      return Optional.of("%s has set the brake".formatted(operators.who()));
    }
    if (before != null && change.timeMs() < before.timeMs()) {
      return Optional.of("%s has moved the brake since".formatted(before.who()));
    }
    return Optional.empty();
  }

  /// Returns whether a change was taken over or refused of late.
  public synchronized boolean isDecided(BrakeChange change) {
    return changes.contains(change) || refusals.containsKey(change);
  }

  /// Returns why a change was refused of late; empty where it was not.
  public synchronized Optional<String> refusal(BrakeChange change) {
    return Optional.ofNullable(refusals.get(change));
  }

  /// Waits until all of some changes were taken over or refused.
  ///
  /// @param within how long at most
  /// @return whether they were
  public synchronized boolean await(List<BrakeChange> expected, Duration within)
      throws InterruptedException {
    long giveUpNs = System.nanoTime() + within.toNanos();
    while (!expected.stream().allMatch(this::isDecided)) {
      long leftNs = giveUpNs - System.nanoTime();
      if (leftNs <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, leftNs);
    }
    return true;
  }

  /// Returns the latest change that moved a brake; empty where it is at its setting.
  public synchronized Optional<BrakeChange> latest(Brake brake) {
    return Optional.ofNullable(latest.get(brake));
  }

  /// Returns what the governor proposed for a brake since it was last moved.
  public synchronized Optional<BrakeChange> proposal(Brake brake) {
    return Optional.ofNullable(proposals.get(brake));
  }

  /// Returns the latest changes, the earliest first.
  public synchronized List<BrakeChange> changes() {
    return List.copyOf(changes);
  }

  /// Returns the latest change that moved each brake, of those that were moved.
  public synchronized Map<Brake, BrakeChange> moved() {
    return Collections.unmodifiableMap(new EnumMap<>(latest));
  }
}
