package dev.eddy.stream;

import dev.eddy.factorization.History;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.factorization.UserRow;
import dev.eddy.store.WriteBackStore;

/// Takes out of one partition what is forgotten or was idle for too long: users with all of their
/// ratings, and the ratings of items that left. Each is taken out on both sides at once, of the
/// user and, by a delta, of the item; so the sums of counts agree.
///
/// Used by one thread.
final class Departures {

  private final TenureSettings tenure;
  private final WriteBackStore<UserRow> rows;
  private final WriteBackStore<History> histories;
  private final CachedUsers users;
  private final Learner learner;
  private final TaskMetadata metadata;
  private final DriftTask drift;
  private final TaskTotals totals;
  private final EngineMetrics metrics;

  /// Null where nothing ever expires.
  private final IdleSweep sweep;

  /// Begins with nobody looked at.
  ///
  /// @param drift what counts for the monitors, or null
  Departures(
      TenureSettings tenure,
      WriteBackStore<UserRow> rows,
      WriteBackStore<History> histories,
      CachedUsers users,
      Learner learner,
      TaskMetadata metadata,
      DriftTask drift,
      TaskTotals totals,
      EngineMetrics metrics) {
    this.tenure = tenure;
    this.rows = rows;
    this.histories = histories;
    this.users = users;
    this.learner = learner;
    this.metadata = metadata;
    this.drift = drift;
    this.totals = totals;
    this.metrics = metrics;
    long shortestMs = tenure.shortestIdleMs();
    sweep = shortestMs > 0 ? new IdleSweep(rows, shortestMs) : null;
  }

  /// Takes out a user, and all that the user's ratings have left.
  ///
  /// @return how many ratings stood
  int takeOut(String userId) {
    UserRow row = rows.get(userId);
    History history = histories.get(userId);
    int ratings = 0;
    if (drift != null) {
      drift.forget(userId, row == null ? 0 : row.count());
    }
    if (history != null) {
      ratings = learner.forget(history);
      histories.delete(userId, history);
    }
    if (row != null) {
      users.remove(userId);
      rows.delete(userId, row);
    }
    return ratings;
  }

  /// Notes an event, and lets go whom the sweep comes past that is idle.
  void after(long eventMs) {
    if (sweep != null && sweep.after(eventMs, this::lookAt)) {
      users.refill();
    }
  }

  /// Tells the learner what time it is, so that others learn from its deltas how long items have
  /// been idle.
  void tellTime() {
    if (sweep != null) {
      learner.setTime(sweep.nowMs());
    }
  }

  private void lookAt(String userId) {
    History history = histories.peek(userId);
    if (history == null) {
      return;
    }
    long userIdleMs = tenure.expireUserAfterMs();
    long itemIdleMs = tenure.expireItemAfterMs();
    if (userIdleMs > 0 && history.latestMs() < sweep.nowMs() - userIdleMs) {
      expire(userId);
    } else if (itemIdleMs > 0 && learner.hasLeft(history, sweep.nowMs() - itemIdleMs)) {
      expireItems(userId, sweep.nowMs() - itemIdleMs);
    }
  }

  /// Lets a user go. What the owner of accounts says of them is not ours to remove.
  private void expire(String userId) {
    int ratings = takeOut(userId);
    metadata.removeEmpty(userId);
    totals.addExpired(ratings);
    metrics.expiredUser();
    metrics.expiredRatings(ratings);
  }

  private void expireItems(String userId, long beforeMs) {
    UserRow row = rows.get(userId);
    History history = histories.get(userId);
    int before = row.count();
    int ratings = learner.expireItems(row, history, beforeMs);
    histories.markDirty(userId, history);
    rows.markDirty(userId, row);
    if (drift != null) {
      drift.active(before, row.count());
    }
    totals.addExpired(ratings);
    metrics.expiredRatings(ratings);
  }
}
