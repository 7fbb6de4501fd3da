package dev.eddy.stream.learn;

import dev.eddy.factorization.Learner;
import dev.eddy.factorization.user.User;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.WriteBackStore;
import java.time.Duration;

/// Solves, once after a task has started, the users whose stored row is not of their history: a few
/// at a time, beside the events. What a user's next rating or query needs is solved at hand; this
/// is for those who look at everybody, such as the search for similar users.
///
/// Used by the thread of the task.
public final class SolvingAhead {

  public static final Duration INTERVAL = Duration.ofMillis(100);

  /// So long a step takes at most: events wait for it.
  private static final long STEP_NS = 20_000_000;

  private static final int USERS_AT_ONCE = 32;

  private final WriteBackStore<User> users;
  private final SolvedRows solved;
  private final Learner learner;
  private final BackgroundBudget budget;
  private String last;

  SolvingAhead(
      WriteBackStore<User> users, SolvedRows solved, Learner learner, BackgroundBudget budget) {
    this.users = users;
    this.solved = solved;
    this.learner = learner;
    this.budget = budget;
  }

  /// Solves some users, if the budget has something left.
  ///
  /// @return whether there may be more
  boolean step() {
    if (!budget.isLeft()) {
      return true;
    }
    long startNs = System.nanoTime();
    boolean hasMore = solveSome(startNs + STEP_NS);
    budget.spend(System.nanoTime() - startNs);
    return hasMore;
  }

  private boolean solveSome(long untilNs) {
    do {
      var ids = users.keysAfter(last, USERS_AT_ONCE);
      ids.forEach(this::solve);
      if (ids.size() < USERS_AT_ONCE) {
        return false;
      }
      last = ids.getLast();
    } while (System.nanoTime() - untilNs < 0);
    return true;
  }

  private void solve(String userId) {
    User cached = users.cached(userId);
    User user = cached != null ? cached : users.peek(userId);
    if (user != null
        && !user.row().isSolved()
        && solved.find(userId, user.history().stamp()) == null) {
      solved.put(userId, user.history().stamp(), learner.solveNow(userId, user));
    }
  }
}
