package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.record.EngineMetrics;
import java.util.List;

/// Takes out of one partition what is forgotten or was idle for too long: users with all of their
/// ratings, and the ratings of items that left. Each is taken out on both sides at once, of the
/// user and, by a delta, of the item; so the sums of counts agree.
///
/// Used by one thread.
final class Expiry {

  private final AdmissionSettings admission;
  private final WriteBackStore<User> users;
  private final SolvedRows solved;
  private final Learner learner;

  /// Null where choices are not learned.
  private final PartitionChoices choices;

  private final TaskMetadata metadata;
  private final DriftCounter drift;
  private final TaskTotals totals;
  private final EngineMetrics metrics;

  /// Null where nothing ever expires.
  private final ExpirySweep sweep;

  /// Begins with nobody looked at.
  ///
  /// @param drift what counts for the monitors, or null
  Expiry(
      AdmissionSettings admission,
      WriteBackStore<User> users,
      SolvedRows solved,
      Learner learner,
      PartitionChoices choices,
      TaskMetadata metadata,
      DriftCounter drift,
      TaskTotals totals,
      EngineMetrics metrics) {
    this.admission = admission;
    this.users = users;
    this.solved = solved;
    this.learner = learner;
    this.choices = choices;
    this.metadata = metadata;
    this.drift = drift;
    this.totals = totals;
    this.metrics = metrics;
    long shortestMs = admission.shortestIdleMs();
    sweep = shortestMs > 0 ? new ExpirySweep(users, shortestMs) : null;
  }

  /// Takes out a user, and all that the user's ratings have left.
  ///
  /// @return how many ratings stood
  int takeOut(String userId) {
    User user = users.get(userId);
    if (drift != null) {
      drift.forget(userId, user == null ? 0 : user.row().count());
    }
    if (user == null) {
      return 0;
    }
    int ratings = learner.forget(user.history());
    takeBack(List.of(user.choices().entries()));
    users.delete(userId, user);
    solved.remove(userId);
    return ratings;
  }

  /// Lets the oldest ratings of a user go who has too many.
  void shorten(String userId, User user) {
    int before = user.row().count();
    List<History.Entry> left = learner.expireOldest(user);
    takeBack(left);
    if (!left.isEmpty()) {
      expired(userId, before, user.row().count(), left.size());
    }
  }

  /// Lets the oldest events without a rating of a user go who has too many.
  void shortenInteractions(User user) {
    takeBack(user.interactions().keepLatest(admission.ratingsPerUser()));
  }

  private void takeBack(List<History.Entry> left) {
    if (choices != null) {
      choices.takeBack(left);
    }
  }

  private void expired(String userId, int before, int now, int ratings) {
    if (drift != null) {
      drift.active(userId, before, now);
    }
    totals.addExpired(ratings);
    metrics.expiredRatings(ratings);
  }

  /// Notes an event, and lets go whom the sweep comes past that is idle.
  void after(long eventMs) {
    if (sweep != null) {
      sweep.after(eventMs, this::lookAt);
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
    User user = users.peek(userId);
    if (user == null) {
      return;
    }
    History history = user.history();
    long userIdleMs = admission.expireUserAfterMs();
    long itemIdleMs = admission.expireItemAfterMs();
    if (userIdleMs > 0 && latestMs(user) < sweep.nowMs() - userIdleMs) {
      expire(userId);
    } else if (itemIdleMs > 0 && learner.hasLeft(history, sweep.nowMs() - itemIdleMs)) {
      expireItems(userId, sweep.nowMs() - itemIdleMs);
    }
  }

  private static long latestMs(User user) {
    return Math.max(user.history().view().latestMs(), user.interactionsView().latestMs());
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
    User user = users.get(userId);
    int before = user.row().count();
    int ratings = learner.expireItems(userId, user, beforeMs);
    users.markDirty(userId, user);
    expired(userId, before, user.row().count(), ratings);
  }
}
