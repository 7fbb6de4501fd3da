package dev.eddy.stream;

/// Decides when a task commits ahead of the commit interval, so that partitions that learn the
/// same items hear of each other soon enough.
///
/// What hurts merging is not the age of a delta but how much was learned meanwhile beside what
/// was known before: ten thousand events that nobody else has seen are nothing to a model of a
/// million and half of one of twenty thousand. So a commit is due whenever the task has learned a
/// fixed part of all it ever learned. The number of extra commits grows with the logarithm of the
/// events, and at the usual rates none is left after the first minutes.
///
/// Such a commit sends what was heard of items and leaves what rehearsal alone has moved to the
/// ordinary interval: that is three quarters of the deltas, and in the simulation it makes no
/// difference when they come.
///
/// Used by one thread.
final class CommitPace {

  /// This part of what is known may be unknown to the others. Measured in a simulation of eight
  /// partitions on ml-latest-small: 0.05 costs 0.3 % RMSE, 0.1 costs 1.3 %, 0.2 costs 1.8 %.
  static final double SHARE = 0.03;

  /// A young task does not commit for fewer events.
  static final int MIN_EVENTS = 50;

  /// Nor more often than this: a transaction takes some ten milliseconds to commit.
  static final long MIN_INTERVAL_MS = 100;

  private final boolean alone;
  private final long intervalMs;
  private long known;
  private long pending;
  private long committedMs;
  private long wholeMs;
  private boolean asked;

  /// Creates the pace of one task.
  ///
  /// @param alone whether no other task changes what this one does; then the interval is enough
  /// @param intervalMs the ordinary interval between commits
  /// @param known how many events the task has learned or merged before
  CommitPace(boolean alone, long intervalMs, long known) {
    this.alone = alone;
    this.intervalMs = intervalMs;
    this.known = known;
  }

  /// Notes an event.
  ///
  /// @return true where a commit should be asked for, once a commit
  boolean isDueAfterEvent(long nowMs) {
    known++;
    pending++;
    if (alone || asked || pending < Math.max(MIN_EVENTS, SHARE * known)) {
      return false;
    }
    asked = nowMs - committedMs >= MIN_INTERVAL_MS;
    return asked;
  }

  /// Notes that the task commits.
  ///
  /// @return true if this commit is to send everything, false if only what was heard
  boolean commits(long nowMs) {
    pending = 0;
    committedMs = nowMs;
    asked = false;
    boolean whole = alone || nowMs - wholeMs >= intervalMs;
    if (whole) {
      wholeMs = nowMs;
    }
    return whole;
  }
}
