package dev.eddy.stream.learn;

import dev.eddy.factorization.user.User;
import dev.eddy.store.StoreKey;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/// Counts, once drift is watched, the users of one partition who rated before: some with each
/// commit, in the order of the store. A task of millions of users starts as soon as one of ten, and
/// no transaction outlives its time.
///
/// How far it is lies in the task row, which is written with the counts. A user whom it has not
/// come to yet is counted when it does, with whatever was rated until then; what such a user does
/// meanwhile is told to nobody.
///
/// Used by one thread.
public final class EarlierUsers {

  /// So many users are counted with a commit: some ten milliseconds.
  public static final int AT_ONCE = 4_096;

  private final Users users;
  private final TaskTotals totals;
  private final int atOnce;

  /// The users of the partition; see [dev.eddy.store.WriteBackStore#visitAfter].
  interface Users {
    String visitAfter(String last, int n, BiConsumer<String, User> visitor);
  }

  EarlierUsers(Users users, TaskTotals totals, int atOnce) {
    this.users = users;
    this.totals = totals;
    this.atOnce = atOnce;
  }

  /// Returns whether a user is counted, so that it is to be told what the user does.
  boolean hasCounted(String userId) {
    String last = totals.counted();
    return TaskTotals.ALL_COUNTED.equals(last)
        || StoreKey.of(userId).compareTo(StoreKey.of(last)) <= 0;
  }

  /// Counts the next users; in the transaction of a commit, after the rows are written, so that the
  /// store holds everybody.
  ///
  /// @param ratings receives how many ratings of each stand
  /// @return whether it has moved on
  boolean step(IntConsumer ratings) {
    String last = totals.counted();
    if (TaskTotals.ALL_COUNTED.equals(last)) {
      return false;
    }
    String next =
        users.visitAfter(last, atOnce, (userId, user) -> ratings.accept(user.row().count()));
    totals.counted(next == null ? TaskTotals.ALL_COUNTED : next);
    return true;
  }
}
