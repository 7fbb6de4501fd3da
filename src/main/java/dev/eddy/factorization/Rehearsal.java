package dev.eddy.factorization;

import java.util.SplittableRandom;

/// Re-visits remembered ratings, so that one pass over a stream comes close to what many passes
/// over a stored data set reach.
///
/// After each event some users are chosen at random and their whole histories replayed by plain
/// gradient steps: whole, so that few user rows get dirty, and since a user's ratings belong
/// together. A long history overdraws the budget and later events pay for it. Choices are seeded
/// by the event's offset: a replay repeats them.
final class Rehearsal {

  /// Of a longer history so many consecutive ratings are re-visited, from a random place on.
  private static final int MAX_PASS = 1024;

  private final Model model;
  private final ItemViews items;
  private final RememberedUsers users;
  private final RowPriors priors;
  private final int partition;
  private double budget;
  private long steps;

  Rehearsal(Model model, ItemViews items, RememberedUsers users, RowPriors priors, int partition) {
    this.model = model;
    this.items = items;
    this.users = users;
    this.priors = priors;
    this.partition = partition;
  }

  /// Re-visits about as many ratings as the settings say.
  ///
  /// @param offset of the event that this belongs to
  /// @param share of the budget, 0 to 1
  void after(long offset, double share) {
    budget += share * model.settings().rehearsal().steps();
    if (budget <= 0) {
      return;
    }
    SplittableRandom random =
        new SplittableRandom(model.settings().seed() + 31 * offset + 7919L * partition);
    while (budget > 0) {
      RememberedUsers.Remembered user = users.pick(random.nextDouble());
      if (user == null || user.history().size() == 0) {
        budget = 0;
        return;
      }
      int replayed = replay(user, random);
      budget -= replayed;
      steps += replayed;
    }
  }

  /// Returns how many ratings were re-visited so far.
  long steps() {
    return steps;
  }

  private int replay(RememberedUsers.Remembered user, SplittableRandom random) {
    History history = user.history();
    int size = history.size();
    int places = Math.min(size, MAX_PASS);
    int first = size == places ? 0 : random.nextInt(size - places + 1);
    float[] shared = items.read(ItemRows.SHARED);
    float[] userPrior = priors.begin(user.id());
    user.row().beginChange();
    for (int place = first; place < first + places; place++) {
      if (history.live(place)) {
        int item = history.item(place);
        float[] row = items.rehearse(item);
        if (row != null) {
          model.rehearse(
              shared,
              user.row().values(),
              userPrior,
              row,
              priors.item(item),
              history.rating(place),
              history.weight(place));
        }
      }
    }
    user.row().endChange();
    users.changed(user);
    return places;
  }
}
