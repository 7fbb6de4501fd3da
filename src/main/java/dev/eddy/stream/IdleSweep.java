package dev.eddy.stream;

import dev.eddy.factorization.History;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.WriteBackStore;
import java.util.List;
import java.util.function.Consumer;

/// Goes through the users of one partition, over and over, and finds those who have been idle for
/// too long.
///
/// It goes in small steps between events, so that nothing waits for it, and in the order of the
/// store. So a user leaves with the first sweep that comes past after the time is up, and one who
/// rates again before stays. Where it stands is not kept: a task that is started anew begins again.
///
/// Used by one thread.
final class IdleSweep {

  /// A step is due each time the clock was set so often.
  private static final int TICKS = 16;

  /// So many users are looked at in a step: about one in eight events.
  private static final int USERS = 128;

  /// A sweep begins when this part of the idle time has passed since the last one began.
  private static final int SWEEPS = 8;

  private final WriteBackStore<UserRow> rows;
  private final WriteBackStore<History> histories;
  private final long idleMs;
  private final EventClock clock = new EventClock();
  private int ticks;
  private long nextSweepMs;
  private String last;

  /// Begins before the first user.
  ///
  /// @param idleMs for how long a user may be idle
  IdleSweep(WriteBackStore<UserRow> rows, WriteBackStore<History> histories, long idleMs) {
    this.rows = rows;
    this.histories = histories;
    this.idleMs = idleMs;
  }

  /// Notes an event, and takes a step where one is due.
  ///
  /// @param expire receives the id of each user who is to leave
  void after(long eventMs, Consumer<String> expire) {
    if (!clock.tick(eventMs) || ++ticks < TICKS) {
      return;
    }
    ticks = 0;
    if (last == null) {
      if (clock.nowMs() < nextSweepMs) {
        return;
      }
      nextSweepMs = clock.nowMs() + idleMs / SWEEPS;
    }
    List<String> users = rows.keysAfter(last, USERS);
    last = users.size() < USERS ? null : users.getLast();
    for (String userId : users) {
      History history = histories.peek(userId);
      if (history != null && history.latestMs() < clock.nowMs() - idleMs) {
        expire.accept(userId);
      }
    }
  }
}
