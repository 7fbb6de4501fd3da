package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.choice.row.ChoiceSink;
import dev.eddy.choice.row.MergedChoices;
import dev.eddy.choice.row.SharedDelta;
import dev.eddy.event.Kinds;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ItemIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users choose, rate, correct, withdraw and let go over days, in any order, some of it told
/// late, under a daily cap that is moved meanwhile.
class PartitionChoicesTest {

  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final int DAYS = 8;
  private static final int EVENTS = 2_500;
  private static final int USERS = 4;
  private static final int ITEMS = 15;

  /// So few places that the oldest leave.
  private static final int KEPT = 16;

  private static final List<String> KINDS = List.of("view", "click", "play");

  /// Parts are kept as floats, and counts are sums of them.
  private static final double EXACT = 1e-6;

  private final LearningSettings settings = LearningSettings.forScale(0.5, 5);
  private final DotModel model = new DotModel(settings, new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private int cap = 2;
  private final ChoiceLearner learner =
      new ChoiceLearner(new MergedChoices(), 0, ChoiceSettings.of(settings), () -> cap);
  private final PartitionChoices choices =
      new PartitionChoices(
          learner,
          new Learner(model, index, 0, Metadata.NONE),
          index,
          new ChoiceDeltaCodec(new ItemIds(index)),
          new HitRate(new ChoiceLists(new ChoiceIndex(), index)),
          Kinds.DEFAULT);
  private final Map<Integer, User> users = new TreeMap<>();

  /// What the items count by the deltas, which unlike rows may be below 0.
  private final Map<Integer, Double> counts = new HashMap<>();

  private final ChoiceSink counter =
      new ChoiceSink() {
        @Override
        public void item(int number, ChoiceDelta delta) {
          counts.merge(number, delta.count(), Double::sum);
        }

        @Override
        public void shared(SharedDelta delta) {} // has no counts of items
      };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldTakeBackJustWhatCounted(long seed) {
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int event = 0; event < EVENTS; event++) {
      long lateMs = random.nextInt(5) == 0 ? random.nextLong(2 * DAY_MS) : 0;
      act(random, DAY_MS * DAYS * event / EVENTS - lateMs, event);
      learner.flush(event + 1, counter);
      assertCounts("event " + event);
    }
    for (User user : users.values()) {
      choices.takeBack(List.of(user.choices().entries()));
    }
    users.clear();
    learner.flush(EVENTS + 1, counter);
    assertThat(counts).hasSize(ITEMS);
    assertCounts("everybody forgotten");
  }

  private void act(SplittableRandom random, long timeMs, long offset) {
    int number = random.nextInt(USERS);
    User user = users.computeIfAbsent(number, any -> new User(new UserRow(0, 0), new History()));
    int item = index.number("i" + random.nextInt(ITEMS));
    int what = random.nextInt(1_000);
    if (what < 2) {
      choices.takeBack(List.of(user.choices().entries()));
      users.remove(number);
    } else if (what < 20) {
      cap = random.nextInt(4);
    } else if (what < 300) {
      rate(user, new History.Entry(item, false, 0, 0, timeMs, offset));
    } else if (what < 650) {
      float rating = 1 + random.nextInt(5);
      rate(user, new History.Entry(item, true, rating, 1, timeMs, offset));
    } else {
      int kind = Kinds.number(KINDS.get(random.nextInt(KINDS.size())));
      float worth = (float) random.nextDouble();
      choose(user, new History.Entry(item, kind, true, Float.NaN, worth, timeMs, offset));
    }
  }

  private void rate(User user, History.Entry event) {
    user.history().apply(choices.learn("u", user, event));
    choices.takeBack(user.history().keepLatest(KEPT));
  }

  private void choose(User user, History.Entry event) {
    user.ownInteractions().apply(choices.learnUnrated("u", user, event));
    choices.takeBack(user.ownInteractions().keepLatest(KEPT));
  }

  /// An item counts as much as what stands, and never less than nothing.
  private void assertCounts(String when) {
    Map<Integer, Double> standing = new HashMap<>();
    for (User user : users.values()) {
      for (History.Entry entry : user.choices().entries()) {
        double worth = Float.isNaN(entry.rating()) ? entry.weight() : 1;
        standing.merge(entry.item(), entry.live() ? entry.part() * worth : 0, Double::sum);
      }
    }
    counts.forEach(
        (item, count) ->
            assertThat(count)
                .as("%s, item %d", when, item)
                .isCloseTo(standing.getOrDefault(item, 0.0), within(EXACT))
                .isGreaterThan(-EXACT));
  }
}
