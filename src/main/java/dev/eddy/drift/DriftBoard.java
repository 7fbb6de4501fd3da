package dev.eddy.drift;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The latest signals of every monitor, for people and for meters. Safe for use by several
/// threads.
public final class DriftBoard {

  /// So many windows are remembered.
  private static final int WINDOWS = 400;

  private final Map<String, Deque<Signal>> signals = new HashMap<>();
  private WindowFacts facts;

  /// Creates a board without signals.
  public DriftBoard() {}

  /// Puts a signal up.
  public synchronized void put(Signal signal) {
    Deque<Signal> of = signals.computeIfAbsent(signal.monitor(), any -> new ArrayDeque<>());
    of.addLast(signal);
    if (of.size() > WINDOWS) {
      of.removeFirst();
    }
  }

  /// Puts up what stood out in a window.
  public synchronized void put(WindowFacts newFacts) {
    facts = newFacts;
  }

  /// Returns the signals of a monitor, the earliest first.
  public synchronized List<Signal> of(String monitor) {
    return List.copyOf(signals.getOrDefault(monitor, new ArrayDeque<>()));
  }

  /// Returns the latest signal of a monitor.
  public synchronized Optional<Signal> latest(String monitor) {
    return Optional.ofNullable(signals.get(monitor)).map(Deque::peekLast);
  }

  /// Returns who and what stood out in the latest window.
  public synchronized Optional<WindowFacts> facts() {
    return Optional.ofNullable(facts);
  }
}
