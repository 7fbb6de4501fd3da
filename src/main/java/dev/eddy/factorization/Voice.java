package dev.eddy.factorization;

import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import java.util.function.IntSupplier;

/// How much of a step others are moved by: all of it, or less for a user, or accounts that behave
/// alike, who have said more than may count in full.
///
/// With a cap of `N`, the `k`-th rating of a user moves others by `N/k` of a step where `k > N`.
/// Every rating counts that the user ever gave, also those that were withdrawn: else taking back
/// what has had its effect would make room for more. The `k`-th rating of late of accounts that
/// [behave alike][AlikeAccounts] moves others by `(N/k)²`, so that however many accounts there are,
/// together they move others by less than `2·N` ratings of one would. That bound is one of a
/// partition, and of the time between two halvings of its counts, or since it started: on `P`
/// partitions it is `2·N·P`. A rating of an item that the user has rated before moves others not at
/// all: that is no way round.
///
/// Used by one thread; the cap may change at any time.
final class Voice {

  private final IntSupplier cap;
  private final AlikeAccounts alike;

  /// Creates one.
  ///
  /// @param cap `N`; 0 for none
  /// @param alike counts accounts that behave alike
  Voice(IntSupplier cap, AlikeAccounts alike) {
    this.cap = cap;
    this.alike = alike;
  }

  /// Returns which part of a step others are moved by, 0 to 1.
  ///
  /// @param user counts the rating already, but has it not in the history
  /// @param again whether the user has rated the item before
  float of(User user, History.Entry event, boolean again) {
    int most = cap.getAsInt();
    if (most == 0) {
      return 1;
    }
    if (again) {
      return 0;
    }
    float own = Math.min(1, (float) most / user.row().learned());
    float group =
        Math.min(
            1, (float) most / alike.count(user.history().view(), event.item(), event.rating()));
    return Math.min(own, group * group);
  }
}
