package dev.eddy.choice;

import dev.eddy.factorization.user.HistoryView;
import java.time.Duration;
import java.util.function.IntSupplier;

/// How much a choice counts: all of it, or less where somebody has done more within a day than may
/// count in full.
///
/// With a cap of `N`, the `k`-th event of a user within a day counts `(N/k)²` where `k > N`. So
/// whatever somebody does in a day counts less than `2·N` events do: who is ten times as active
/// does not weigh ten times. The day is one of event time and ends with the event, so an event that
/// is told late counts by its own day. What was withdrawn counts as done when it was withdrawn:
/// taking back makes no room for more.
///
/// Who counts a choice keeps the part with its place in the history: just that is taken back later,
/// whatever became of the other events of the day and of the cap meanwhile.
///
/// Used by one thread; the cap may change at any time.
final class DailyCap {

  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final IntSupplier cap;

  /// Creates one.
  ///
  /// @param cap `N`; 0 for none
  DailyCap(IntSupplier cap) {
    this.cap = cap;
  }

  /// Returns how much of a choice counts, above 0 and at most 1.
  ///
  /// @param history of the user, before the choice
  float partOfNext(HistoryView history, Choice choice) {
    int most = cap.getAsInt();
    return most == 0 ? 1 : part(most, done(history, choice.timeMs()) + 1);
  }

  /// Returns how much of a choice counts that stands in the place of another, above 0 and at most
  /// 1.
  ///
  /// @param history of the user, in which the other still stands
  float partInPlaceOf(HistoryView history, Choice other, Choice choice) {
    int most = cap.getAsInt();
    if (most == 0) {
      return 1;
    }
    int counted = isWithin(choice.timeMs(), other.timeMs()) ? 1 : 0;
    return part(most, done(history, choice.timeMs()) + 1 - counted);
  }

  private static float part(int most, int done) {
    double part = Math.min(1, (double) most / done);
    return (float) (part * part);
  }

  /// Every place is looked at: they are in the order of arrival, which a late event disturbs. What
  /// was withdrawn counts even where that was later, or else a late event would find room.
  private static int done(HistoryView history, long timeMs) {
    int done = 0;
    for (int place = history.first(); place < history.size(); place++) {
      long doneMs = history.timeMs(place);
      boolean isDone = isWithin(timeMs, doneMs) || (doneMs > timeMs && !history.live(place));
      done += isDone ? 1 : 0;
    }
    return done;
  }

  /// Returns whether a time is of the day that ends with another.
  private static boolean isWithin(long endMs, long timeMs) {
    return timeMs > endMs - DAY_MS && timeMs <= endMs;
  }
}
