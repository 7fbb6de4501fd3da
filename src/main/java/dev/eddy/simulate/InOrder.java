package dev.eddy.simulate;

import dev.eddy.event.UserEvent;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Gives events on in the order of their times, of equal times the one that came first. Events
/// come a little out of order, and wait until nothing earlier can come.
final class InOrder {

  private static final Comparator<Waiting> BY_TIME =
      Comparator.<Waiting>comparingLong(waiting -> waiting.event.timestampMs())
          .thenComparingLong(Waiting::place);

  private final World.EventHandler handler;
  private final PriorityQueue<Waiting> queue = new PriorityQueue<>(BY_TIME);
  private long places;
  private boolean stopped;

  private record Waiting(UserEvent event, double expected, long place) {}

  InOrder(World.EventHandler handler) {
    this.handler = handler;
  }

  /// Takes an event.
  ///
  /// @param expected the best possible prediction of it; not a number where it has no rating
  void add(UserEvent event, double expected) {
    queue.add(new Waiting(event, expected, places++));
  }

  /// Gives on what happened before a time. Returns false, then and ever after, once the handler
  /// wants no more.
  boolean release(long beforeMs) {
    while (!stopped && !queue.isEmpty() && queue.peek().event.timestampMs() < beforeMs) {
      Waiting next = queue.poll();
      stopped = !handler.handle(next.event, next.expected);
    }
    return !stopped;
  }
}
