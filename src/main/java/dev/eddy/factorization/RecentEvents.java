package dev.eddy.factorization;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/// The events that were learned last, for people who watch. Keeps the latest 256. What a
/// transaction learned that is rolled back is told once more when it is learned again. Any thread
/// may add and read.
public final class RecentEvents {

  private static final int KEPT = 256;

  private final Deque<LearnedEvent> latest = new ArrayDeque<>(KEPT);
  private long added;

  /// Creates an empty one.
  public RecentEvents() {}

  /// An event as it was learned.
  ///
  /// @param number counts the events, from 1
  /// @param userId who
  /// @param itemId what
  /// @param kind of the event; empty for a plain rating
  /// @param rating that was given; NaN where none was
  /// @param predicted what was predicted for it just before; NaN where nothing was
  /// @param timeMs event time
  /// @param arrivedMs when it came to Kafka
  /// @param learnedMs when it was learned, by this instance's clock
  public record LearnedEvent(
      long number,
      String userId,
      String itemId,
      String kind,
      double rating,
      double predicted,
      long timeMs,
      long arrivedMs,
      long learnedMs) {}

  /// Adds an event; it gets the next number.
  public synchronized void add(
      String userId,
      String itemId,
      String kind,
      double rating,
      double predicted,
      long timeMs,
      long arrivedMs,
      long learnedMs) {
    if (latest.size() == KEPT) {
      latest.removeFirst();
    }
    latest.addLast(
        new LearnedEvent(
            ++added, userId, itemId, kind, rating, predicted, timeMs, arrivedMs, learnedMs));
  }

  /// Returns how long the latest events took from Kafka until they were learned, milliseconds, the
  /// median; empty before the first.
  public synchronized OptionalLong medianDelayMs() {
    long[] delays =
        latest.stream()
            .mapToLong(event -> Math.max(0, event.learnedMs() - event.arrivedMs()))
            .sorted()
            .toArray();
    return delays.length == 0 ? OptionalLong.empty() : OptionalLong.of(delays[delays.length / 2]);
  }

  /// Returns the latest events, the oldest first.
  ///
  /// @param number only events after the one with this number
  /// @param most how many at most
  public synchronized List<LearnedEvent> after(long number, int most) {
    List<LearnedEvent> found = new ArrayList<>();
    Iterator<LearnedEvent> newestFirst = latest.descendingIterator();
    while (newestFirst.hasNext() && found.size() < most) {
      LearnedEvent event = newestFirst.next();
      if (event.number() <= number) {
        break;
      }
      found.add(event);
    }
    return found.reversed();
  }
}
