package dev.eddy.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far a task has learned ahead of what is merged.
///
/// A backlog would otherwise be learned to its end before much of it is merged: a stream thread
/// turns to the deltas when it is done with the ratings it has fetched. So a task that has
/// learned too large a part of what it knows unheard by the others is held until its deltas have
/// come back. An old task is not: what it learns in a second is a small part of what it knows.
///
/// Used by the thread of the task.
final class Unmerged {

  /// A task that has learned this part of what it knows since the last merged flush is ahead:
  /// twice what it sends at a time, so that it works on while that is merged.
  static final double SHARE = 2 * CommitPace.SHARE;

  /// So is one that has rehearsed the items this often since.
  static final int REHEARSALS = 2 * CommitPace.REHEARSALS;

  /// A young task is not held for fewer events.
  static final int MIN_EVENTS = 2 * CommitPace.MIN_EVENTS;

  /// However long the merging takes, a task is not held longer: an accuracy is at stake, and
  /// learning matters more.
  static final long MAX_HOLD_MS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Unmerged.class);

  private final int partition;
  private final boolean alone;
  private final Deque<Flush> flushes = new ArrayDeque<>();
  private long merged;
  private long mergedSteps;
  private long heldSinceMs = -1;

  private record Flush(long sequence, long learned, long steps) {}

  /// Creates the account of one task.
  ///
  /// @param alone whether no other task changes what this one does; then it is never held
  /// @param learned how many events the task has learned and sent before
  Unmerged(int partition, boolean alone, long learned) {
    this.partition = partition;
    this.alone = alone;
    merged = learned;
  }

  /// Notes that all that was heard so far is sent.
  ///
  /// @param rehearsalSteps up to which of the task's re-visits all that was rehearsed is sent
  void sent(long sequence, long learned, long rehearsalSteps) {
    if (!alone) {
      flushes.addLast(new Flush(sequence, learned, rehearsalSteps));
    }
  }

  /// Returns whether the task should be held.
  ///
  /// @param contained the number of the last flush that has come back merged
  /// @param learned how many events the task has learned
  /// @param rehearsalSteps how many ratings it has re-visited since it was started
  /// @param items how many items there are
  boolean isAhead(long contained, long learned, long rehearsalSteps, int items, long nowMs) {
    while (!flushes.isEmpty() && flushes.getFirst().sequence <= contained) {
      Flush flush = flushes.removeFirst();
      merged = flush.learned;
      mergedSteps = flush.steps;
    }
    long allowedSteps = (long) REHEARSALS * Math.max(items, CommitPace.MIN_ITEMS);
    if (alone
        || (learned - merged <= Math.max(MIN_EVENTS, SHARE * learned)
            && rehearsalSteps - mergedSteps <= allowedSteps)) {
      heldSinceMs = -1;
      return false;
    }
    if (heldSinceMs < 0) {
      heldSinceMs = nowMs;
    }
    if (nowMs - heldSinceMs <= MAX_HOLD_MS) {
      return true;
    }
    LOG.warn(
        "Deltas of partition {} have not come back merged for {} s; it learns on without",
        partition,
        MAX_HOLD_MS / 1000);
    flushes.clear();
    merged = learned;
    mergedSteps = rehearsalSteps;
    heldSinceMs = -1;
    return false;
  }
}
