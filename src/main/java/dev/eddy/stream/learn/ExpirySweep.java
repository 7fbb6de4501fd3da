package dev.eddy.stream.learn;

import dev.eddy.factorization.user.User;
import dev.eddy.store.WriteBackStore;
import java.util.List;
import java.util.function.Consumer;

/// Goes through the users of one partition, over and over, to have them looked at.
///
/// It goes in small steps between events, so that nothing waits for it, and in the order of the
/// store. So somebody idle leaves with the first sweep that comes past after the time is up, and
/// whoever rates again before stays. Where it stands is not kept: a task that is started anew
/// begins again.
///
/// Used by one thread.
final class ExpirySweep {

  /// A step is due each time the clock was set so often.
  private static final int TICKS = 16;

  /// So many users are looked at in a step: about one in eight events.
  private static final int USERS = 128;

  /// A sweep begins when this part of the idle time has passed since the last one began.
  private static final int SWEEPS = 8;

  private final WriteBackStore<User> store;
  private final long idleMs;
  private final EventClock clock = new EventClock();
  private int ticks;
  private long nextSweepMs;
  private String last;

  /// Begins before the first user.
  ///
  /// @param idleMs the shortest time for which anybody may be idle
  ExpirySweep(WriteBackStore<User> store, long idleMs) {
    this.store = store;
    this.idleMs = idleMs;
  }

  /// Returns the time of the events; 0 while it is not known.
  long nowMs() {
    return clock.nowMs();
  }

  /// Notes an event, and takes a step where one is due.
  ///
  /// @param look receives the ids of the users who are to be looked at
  void after(long eventMs, Consumer<String> look) {
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
    List<String> users = store.keysAfter(last, USERS);
    last = users.size() < USERS ? null : users.getLast();
    users.forEach(look);
  }
}
