package dev.eddy.factorization;

import static dev.eddy.factorization.SomeEvents.rated;
import static dev.eddy.factorization.SomeEvents.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.item.ItemDictionary;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.kernel.ScalarKernels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a learner makes of one user's events, beside what it makes of the same without some.
class LearnerTest {

  private static final long SEED = 20260403;
  private static final long HOUR_MS = 3_600_000;
  private static final int ITEMS = 400;
  private static final int OTHERS = 15;

  /// A learner to whom some people have said what they think of all items.
  private static final class World {
    private final Model model;
    private final Learner learner;
    private long offset;

    World(SomeSettings settings) {
      this(settings, OTHERS);
    }

    World(SomeSettings settings, int others) {
      model = settings.factors(8).build().newModel(new ScalarKernels());
      learner = new Learner(model, new ItemDictionary(), 0, Metadata.NONE);
      SplittableRandom random = new SplittableRandom(SEED);
      for (int other = 0; other < others; other++) {
        User user = newUser();
        for (int item = 0; item < ITEMS; item++) {
          double liked = (other + item) % 2 == 0 ? 4 : 2;
          rate("other" + other, user, item, liked + random.nextDouble() / 2, item * HOUR_MS);
        }
      }
    }

    static User newUser() {
      return new User(new UserRow(0, 0), new History());
    }

    int number(int item) {
      return learner.number("i" + item);
    }

    Learned rate(String userId, User user, int item, double rating, long timeMs) {
      return learner.learn(userId, user, rated(number(item), rating, timeMs, offset++));
    }

    Learned withdraw(String userId, User user, int item, long timeMs) {
      return learner.learn(userId, user, withdrawn(number(item), timeMs, offset++));
    }

    /// Rates items, each an hour after the one before, one of two tastes.
    User rating(String userId, int from, int to) {
      User user = newUser();
      for (int item = from; item < to; item++) {
        rate(userId, user, item, item % 2 == 0 ? 4.5 : 2, item * HOUR_MS);
      }
      return user;
    }

    float mean(int item) {
      return (float) model.meanRating(learner.item(number(item)));
    }

    int count(int item) {
      return learner.itemRatings(number(item));
    }
  }

  private static SomeSettings settings() {
    return SomeSettings.forScale(0.5, 5);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNoTraceOfAWithdrawnRating(ModelKind kind) {
    World world = new World(settings().model(kind));
    int[] counts = {world.count(350), world.count(351)};
    float[] means = {world.mean(350), world.mean(351)};
    User never = world.rating("u", 0, 40);
    User user = world.rating("u", 0, 20);
    world.rate("u", user, 350, 5, 19 * HOUR_MS);
    world.rate("u", user, 351, 5, 19 * HOUR_MS);
    for (int item = 20; item < 40; item++) {
      world.rate("u", user, item, item % 2 == 0 ? 4.5 : 2, item * HOUR_MS);
    }
    float[] liking = world.learner.solved("u", user);
    assertThat(liking).isNotEqualTo(world.learner.solved("u", never));

    for (int item : new int[] {350, 351}) {
      assertThat(world.withdraw("u", user, item, 41 * HOUR_MS).change())
          .isEqualTo(HistoryChange.WITHDRAWN);
      assertThat(world.count(item)).isEqualTo(counts[item - 350]);
      assertThat(world.mean(item)).isCloseTo(means[item - 350], within(1e-4f));
    }
    assertThat(user.row().count()).isEqualTo(40);
    assertThat(world.learner.solveNow("u", user)).containsExactly(world.learner.solved("u", never));
    assertThat(user.row().snapshot().values()).containsExactly(world.learner.solved("u", never));
    for (int item = 300; item < 310; item++) {
      assertThat(world.learner.predict("u", user, world.number(item), 42 * HOUR_MS))
          .isEqualTo(world.learner.predict("u", never, world.number(item), 42 * HOUR_MS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNoTraceOfAReplacedRating(ModelKind kind) {
    World world = new World(settings().model(kind));
    User user = world.rating("u", 0, 40);
    User other = World.newUser();
    int count = world.count(20);
    for (int item = 0; item < 40; item++) {
      boolean corrected = item == 20;
      world.rate("u", other, item, item % 2 == 0 && !corrected ? 4.5 : 2, item * HOUR_MS);
    }
    assertThat(world.rate("u", user, 20, 2, 20 * HOUR_MS).change())
        .isEqualTo(HistoryChange.REPLACED);
    assertThat(user.row().values()).containsExactly(world.learner.solved("u", other));
    assertThat(user.row().count()).isEqualTo(40);
    assertThat(world.count(20)).as("the other rated it, too").isEqualTo(count + 1);
    assertThat(world.mean(20)).isLessThan(world.mean(22));
  }

  // The row that is stepped along and solved now and then stays close to the one that follows
  // from all ratings.
  @Test
  void shouldKeepARowCloseToWhatFollowsFromTheRatings() {
    World world = new World(settings());
    User user = World.newUser();
    float[] start = world.learner.solved("u", user);
    for (int n = 0; n < 300; n++) {
      int item = n * 7 % ITEMS;
      world.rate("u", user, item, item % 2 == 0 ? 4.5 : 2, n * HOUR_MS);
      float[] follows = world.learner.solved("u", user);
      assertThat(SomeRows.distance(world.model, user.row().values(), follows))
          .as("after %d ratings", n + 1)
          .isLessThan(0.25f * SomeRows.distance(world.model, start, follows));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 33, 250})
  void shouldPredictTheSameWithARowThatWasStored(int ratings) {
    float[] predictions = new float[3];
    for (int way = 0; way < predictions.length; way++) {
      World world = new World(settings());
      User user = world.rating("u", 0, ratings);
      long now = ratings * HOUR_MS;
      for (int item = 300; item < 304; item++) { // in a mood
        world.rate("u", user, item, 5, now);
      }
      if (way > 0) {
        float[] stored = user.row().snapshot().values();
        User restored =
            new User(
                new UserRow(user.row().count(), user.row().influence()),
                new History(
                    History.Of.RATINGS, user.history().view().first(), user.history().stamp()));
        for (History.Entry entry : user.history().view().entries()) {
          restored.history().restore(entry);
        }
        world.learner.resume(restored, stored.clone());
        assertThat(restored.row().snapshot().values()).containsExactly(stored);
        user = restored;
      }
      predictions[way] = world.rate("u", user, 310, 3, way == 2 ? 400 * HOUR_MS : now).prediction();
    }
    assertThat(predictions[1]).isCloseTo(predictions[0], within(0.05f));
    assertThat(predictions[2]).as("out of the mood").isLessThan(predictions[0] - 0.1f);
  }

  @Test
  void shouldLetTheOldestRatingsOfAUserGo() {
    int most = 256;
    World world = new World(settings().admission(new AdmissionSettings(1, most, 0, 0)), 0);
    User user = World.newUser();
    int left = 0;
    for (int item = 0; item < 350; item++) {
      world.rate("u", user, item, 5, item * HOUR_MS);
      if (item % 5 == 0) {
        world.withdraw("u", user, item, item * HOUR_MS + 1);
      }
      left += world.learner.expireOldest(user).size();
    }
    HistoryView view = user.history().view();
    assertThat(view.size() - view.first()).isBetween(most, most + History.BLOCK - 1);
    int live = 0;
    for (int item = 0; item < 350; item++) {
      boolean stands = item >= view.first() && item % 5 != 0;
      live += stands ? 1 : 0;
      assertThat(world.count(item)).as("item %d", item).isEqualTo(stands ? 1 : 0);
      assertThat(Float.valueOf(world.mean(item)))
          .as("item %d", item)
          .isEqualTo(Float.valueOf(stands ? 5 : Float.NaN));
    }
    assertThat(user.row().count()).isEqualTo(live);
    assertThat(left).isEqualTo(350 - 70 - live);
    assertThat(user.row().snapshot().isSolved()).as("what left was not solved from").isTrue();
  }

  // What counts is how many ratings there ever were: taking some back makes no room for more.
  @Test
  void shouldMoveItemsLessTheMoreAUserEverRated() {
    int cap = 10;
    World free = new World(settings(), 0);
    World capped = new World(settings().influenceCap(cap), 0);
    User user = World.newUser();
    User bound = World.newUser();
    for (int n = 0; n < 60; n++) {
      if (n == 40) { // 15 of them stand, and 40 were learned
        for (int item = 0; item < 25; item++) {
          free.withdraw("u", user, item, n * HOUR_MS);
          capped.withdraw("u", bound, item, n * HOUR_MS);
        }
      }
      double before = user.row().influence();
      double boundBefore = bound.row().influence();
      free.rate("u", user, n, 4, n * HOUR_MS);
      capped.rate("u", bound, n, 4, n * HOUR_MS);
      double part = (bound.row().influence() - boundBefore) / (user.row().influence() - before);
      double voice = Math.min(1, (double) cap / (n + 1));
      assertThat(part).as("rating %d", n).isCloseTo(voice, within(0.15 * voice));
    }
  }

  // A withdrawal of what was never rated leaves a place in the history, and no mood.
  @Test
  void shouldLearnNoSessionBiasFromAWithdrawalOfNothing() {
    float[] predictions = new float[2];
    for (int way = 0; way < 2; way++) {
      World world = new World(settings());
      User user = world.rating("u", 0, 40);
      for (int item = 300; item < 306; item++) { // places that the withdrawals below come to
        world.rate("u", user, item, 0.5, 40 * HOUR_MS);
      }
      for (int item = 46; item < 40 + UserRow.RECENT; item++) {
        world.rate("u", user, item, item % 2 == 0 ? 4.5 : 2, (1000 + item) * HOUR_MS);
      }
      for (int item = 306; item < 312 && way == 1; item++) {
        world.withdraw("u", user, item, 2000 * HOUR_MS);
      }
      predictions[way] = world.rate("u", user, 320, 3, 2000 * HOUR_MS).prediction();
    }
    assertThat(predictions[1]).isCloseTo(predictions[0], within(0.2f));
  }

  // What was withdrawn and is rated again takes its old place, not the last one.
  @Test
  void shouldKeepTheSessionBiasOfTheLastRatingWhereAnOldOneComesBack() {
    float[] predictions = new float[2];
    for (int way = 0; way < 2; way++) {
      World world = new World(settings());
      User user = world.rating("u", 0, 60);
      world.withdraw("u", user, 30, 100 * HOUR_MS);
      world.rate("u", user, 330, 5, 200 * HOUR_MS);
      world.rate("u", user, 331, 5, 200 * HOUR_MS);
      world.rate("u", user, 30, 0.5, 101 * HOUR_MS);
      if (way == 1) { // the same, with all that ratings left told by the solver
        user.row().unsolve();
      }
      predictions[way] = world.rate("u", user, 320, 3, 200 * HOUR_MS).prediction();
    }
    assertThat(predictions[0]).isCloseTo(predictions[1], within(0.4f));
  }
}
