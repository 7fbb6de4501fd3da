package dev.eddy.stream;

import dev.eddy.factorization.History;
import dev.eddy.factorization.RememberedUsers;
import dev.eddy.factorization.UserRow;
import dev.eddy.factorization.UserSample;
import dev.eddy.store.WriteBackStore;

/// The users of one partition whose ratings may be re-visited: a sample, as far as their rows are
/// decoded in memory. Rehearsal must not read RocksDB, which would cost more than all of
/// learning.
///
/// The sample follows from the stored users alone, so it is the same after a restart.
final class CachedUsers implements RememberedUsers {

  private final WriteBackStore<UserRow> rows;
  private final WriteBackStore<History> histories;
  private final boolean wait;
  private final UserSample sample;

  /// Takes up the users that are stored already, and decodes as many as fit into half the caches.
  ///
  /// @param wait whether there may be users who have no row
  CachedUsers(
      WriteBackStore<UserRow> rows, WriteBackStore<History> histories, int limit, boolean wait) {
    this.rows = rows;
    this.histories = histories;
    this.wait = wait;
    sample = new UserSample(limit);
    addAll();
    for (String id : sample.ids()) {
      if (!rows.warm(id) || !histories.warm(id)) {
        break;
      }
    }
  }

  private void addAll() {
    if (wait) {
      rows.forEach(
          (id, row) -> {
            if (!row.isWaiting()) {
              sample.add(id);
            }
          });
    } else {
      rows.forEachKey(sample::add);
      rows.forEachCachedKey(sample::add);
    }
  }

  void add(String userId) {
    sample.add(userId);
  }

  void remove(String userId) {
    sample.remove(userId);
  }

  /// Makes the sample anew where many have left, so that it is what it would be after a restart.
  void refill() {
    if (sample.isShort()) {
      sample.clear();
      addAll();
    }
  }

  @Override
  public Remembered pick(double chance) {
    String id = sample.pick(chance);
    if (id == null) {
      return null;
    }
    UserRow row = rows.cached(id);
    History history = histories.cached(id);
    return row == null || row.isWaiting() || history == null
        ? null
        : new Remembered(id, row, history);
  }

  @Override
  public void changed(Remembered user) {
    rows.markDirty(user.id(), user.row());
  }
}
