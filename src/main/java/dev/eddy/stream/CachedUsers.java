package dev.eddy.stream;

import dev.eddy.factorization.RememberedUsers;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserSample;
import dev.eddy.store.WriteBackStore;

/// The users of one partition whose ratings may be re-visited: a sample, as far as their rows are
/// decoded in memory. Rehearsal must not read RocksDB, which would cost more than all of
/// learning.
///
/// The sample follows from the stored users alone, so it is the same after a restart.
final class CachedUsers implements RememberedUsers {

  private final WriteBackStore<User> store;
  private final boolean wait;
  private final UserSample sample;

  /// Takes up the users that are stored already, and decodes as many as fit into half the cache.
  ///
  /// @param wait whether there may be users who have no row
  CachedUsers(WriteBackStore<User> store, int limit, boolean wait) {
    this.store = store;
    this.wait = wait;
    sample = new UserSample(limit);
    addAll();
    for (String id : sample.ids()) {
      if (!store.warm(id)) {
        break;
      }
    }
  }

  private void addAll() {
    if (wait) {
      store.forEach(
          (id, user) -> {
            if (!user.row().isWaiting()) {
              sample.add(id);
            }
          });
    } else {
      store.forEachKey(sample::add);
      store.forEachCachedKey(sample::add);
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
    User user = store.cached(id);
    return user == null || user.row().isWaiting() ? null : new Remembered(id, user);
  }

  @Override
  public void changed(Remembered user) {
    store.markDirty(user.id(), user.user());
  }
}
