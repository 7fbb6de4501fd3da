package dev.eddy.choice;

import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// A planted world: 600 items in series of ten, 80 users. Two of three choices stay in the series
/// of the choice before; the others are of popular items.
public final class SomeChoices {

  public static final ChoiceSettings SETTINGS = new ChoiceSettings(0.5, 5, 1);
  static final int ITEMS = 600;

  private static final int SERIES = 10;
  private static final int USERS = 80;

  final Map<Integer, History> histories = new HashMap<>();
  private final Random random;
  private long offset;

  public SomeChoices(long seed) {
    random = new Random(seed);
  }

  /// A choice that is about to be made.
  record Next(int user, Choice choice) {}

  Next next() {
    int user = random.nextInt(USERS);
    HistoryView before = history(user).view();
    int item = 1 + (int) (ITEMS * Math.pow(random.nextDouble(), 3));
    if (before.size() > 0 && random.nextInt(3) > 0) {
      int last = before.item(before.size() - 1) - 1;
      item = 1 + last / SERIES * SERIES + random.nextInt(SERIES);
    }
    float rating = 0.5f * (1 + random.nextInt(10));
    return new Next(user, Choice.rated(Math.min(item, ITEMS), rating, 60_000 * offset));
  }

  History history(int user) {
    return histories.computeIfAbsent(user, id -> new History());
  }

  /// Makes it part of the history.
  void apply(Next next) {
    Choice choice = next.choice();
    history(next.user())
        .apply(
            new History.Entry(choice.item(), true, choice.rating(), 1, choice.timeMs(), offset++));
  }

  /// Lets a learner learn so many choices.
  public void teach(ChoiceLearner learner, int choices) {
    for (int n = 0; n < choices; n++) {
      Next next = next();
      learner.learn(history(next.user()).view(), next.choice(), Ratings.NONE);
      apply(next);
    }
  }
}
