package dev.eddy.factorization;

/// The users whose ratings a learner may re-visit, with what is known of them at hand.
public interface RememberedUsers {

  /// A user.
  ///
  /// @param id of the user
  /// @param user the row, which may be changed, and the ratings
  record Remembered(String id, User user) {
    UserRow row() {
      return user.row();
    }

    History history() {
      return user.history();
    }
  }

  /// Returns the user whom a random number chooses, or null where nobody is at hand. Which one
  /// must depend on nothing but the number and the users known so far.
  ///
  /// @param chance from 0 to 1, 1 excluded
  Remembered pick(double chance);

  /// Notes that a user's row was changed.
  void changed(Remembered user);
}
