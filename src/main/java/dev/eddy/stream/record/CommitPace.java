package dev.eddy.stream.record;

/// Decides when a task commits ahead of the commit interval, so that partitions that learn the
/// same items hear of each other soon enough.
///
/// What hurts merging is not the age of a delta but how much was learned meanwhile beside what
/// was known before: ten thousand events that nobody else has seen are nothing to a model of a
/// million and half of one of twenty thousand. So a commit is due whenever the task has learned a
/// fixed part of all it ever learned. The number of extra commits grows with the logarithm of the
/// events, and at the usual rates none is left after the first minutes.
///
/// What the limits are worth is measured by `load-tests/run distributed`.
///
/// Used by one thread.
public final class CommitPace {

  /// This part of what is known may be unknown to the others.
  static final double SHARE = 0.03;

  /// A young task does not commit for fewer events.
  static final int MIN_EVENTS = 50;

  /// No task asks more often than this: a transaction takes some ten milliseconds to commit.
  static final long MIN_INTERVAL_MS = 100;

  private final boolean alone;
  private long known;
  private long pending;
  private long committedMs;
  private boolean asked;

  /// Creates the pace of one task.
  ///
  /// @param alone whether no other task changes what this one does; then the interval is enough
  /// @param known how many events the task has learned or merged before
  public CommitPace(boolean alone, long known) {
    this.alone = alone;
    this.known = known;
  }

  /// Notes an event.
  ///
  /// @param nowMs the time
  /// @return true where a commit should be asked for, once a commit
  public boolean isDueAfterEvent(long nowMs) {
    known++;
    pending++;
    if (alone || asked || pending < Math.max(MIN_EVENTS, SHARE * known)) {
      return false;
    }
    asked = nowMs - committedMs >= MIN_INTERVAL_MS;
    return asked;
  }

  /// Notes that the task commits.
  public void commits(long nowMs) {
    pending = 0;
    committedMs = nowMs;
    asked = false;
  }
}
