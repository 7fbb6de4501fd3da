package dev.eddy.stream;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// Decides when a task commits ahead of the commit interval, so that partitions that learn the
/// same items hear of each other soon enough.
///
/// What hurts merging is not the age of a delta but how much was learned meanwhile beside what
/// was known before: ten thousand events that nobody else has seen are nothing to a model of a
/// million and half of one of twenty thousand. So a commit is due whenever the task has learned a
/// fixed part of all it ever learned. The number of extra commits grows with the logarithm of the
/// events, and at the usual rates none is left after the first minutes.
///
/// What was heard is one reason to commit, what was rehearsed is another: partitions that each
/// rehearse an item many times over end up with rows that do not fit each other's users.
///
/// Most commits send what was heard of items, and of what rehearsal alone has moved a tenth:
/// rehearsal touches so many items that its deltas, sent each second, cost several times what
/// everything else does, and they say little that is new. Sent at once every ten seconds they would
/// hold up the task for most of one.
///
/// What the limits are worth is measured by `load-tests/run distributed`.
///
/// Used by one thread.
final class CommitPace {

  /// This part of what is known may be unknown to the others.
  static final double SHARE = 0.03;

  /// No partition rehearses the items more often than this, on average, before it hears of the
  /// others.
  static final int REHEARSALS = 20;

  /// A young task does not commit for fewer events.
  static final int MIN_EVENTS = 50;

  /// Counts as so many items at least: the first ratings would ask for a commit each.
  static final int MIN_ITEMS = 200;

  /// No task asks more often than this: a transaction takes some ten milliseconds to commit.
  static final long MIN_INTERVAL_MS = 100;

  /// While events keep coming, what rehearsal alone has moved is sent in so many parts, one an
  /// interval, or two where commits come early.
  static final int PARTS = 10;

  static final IntPredicate EVERYTHING = number -> true;
  static final IntPredicate HEARD_ONLY = number -> false;

  private final boolean alone;
  private final long intervalMs;
  private long known;
  private long pending;
  private boolean muchRehearsed;
  private long steps;
  private long committedMs;
  private long wholeMs;
  private long partMs;
  private int part;

  /// By part, how many ratings the task had re-visited when it was last sent.
  private final long[] stepsSent = new long[PARTS];
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
  /// @param nowMs the time
  /// @param rehearsalSteps how many ratings the task has re-visited so far
  /// @param items how many items there are
  /// @return true where a commit should be asked for, once a commit
  boolean isDueAfterEvent(long nowMs, long rehearsalSteps, int items) {
    known++;
    pending++;
    muchRehearsed = rehearsalSteps - sentSteps() >= (long) REHEARSALS * Math.max(items, MIN_ITEMS);
    steps = rehearsalSteps;
    if (alone || asked || (!muchRehearsed && pending < Math.max(MIN_EVENTS, SHARE * known))) {
      return false;
    }
    asked = nowMs - committedMs >= MIN_INTERVAL_MS;
    return asked;
  }

  /// Returns whether nothing has happened since the last commit.
  boolean isIdle() {
    return pending == 0;
  }

  /// Notes that the task commits.
  ///
  /// @param last whether it is the last one, as the instance stops
  /// @return the numbers of the items that this commit is to send even if they were rehearsed only
  IntPredicate commits(long nowMs, boolean last) {
    boolean idle = pending == 0 && nowMs - wholeMs >= intervalMs;
    pending = 0;
    committedMs = nowMs;
    asked = false;
    if (last || idle || (muchRehearsed && !alone)) {
      wholeMs = nowMs;
      partMs = nowMs;
      muchRehearsed = false;
      Arrays.fill(stepsSent, steps);
      return EVERYTHING;
    }
    if (nowMs - partMs < intervalMs / 2) { // some commits come early
      return HEARD_ONLY;
    }
    partMs = nowMs;
    part = (part + 1) % PARTS;
    stepsSent[part] = steps;
    int sent = part;
    return number -> number % PARTS == sent;
  }

  /// Returns how many ratings the task had re-visited at a time from which all is sent.
  long sentSteps() {
    return stepsSent[(part + 1) % PARTS];
  }
}
