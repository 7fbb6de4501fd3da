package dev.eddy.factorization.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.Learned;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Partitions, deltas and merging as a pure, seeded simulation, without Kafka.
class MergingTest {

  private static final int USERS = 200;
  private static final int ITEMS = 100;
  private static final long HOUR_MS = 3_600_000;

  private Model model = new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());

  /// Metadata that tells a little of both sides.
  private static final Metadata KINDS =
      new Metadata() {
        @Override
        public List<Feature> ofUser(String userId) {
          return List.of(new Feature("kind" + userId.hashCode() % 3, 1));
        }

        @Override
        public List<Feature> ofItem(String itemId) {
          boolean good = Math.cos(Integer.parseInt(itemId.substring(1)) * 2.0) > 0;
          return List.of(new Feature("good=" + good, 1), new Feature("all", 0.5f));
        }
      };

  /// Items whose merged rows appear when the simulation says so.
  private static final class Rows extends ItemDictionary {
    private final Map<Integer, MergedItem> merged = new HashMap<>();

    @Override
    public MergedItem merged(int number) {
      MergedItem row = merged.get(number);
      return row == null || row.isWaiting() ? null : row;
    }

    @Override
    public MergedItem waiting(int number) {
      MergedItem row = merged.get(number);
      return row != null && row.isWaiting() ? row : null;
    }
  }

  /// Learns a random world on some partitions; deltas are merged at once and seen some flushes
  /// later.
  private final class Simulation {
    private final Rows rows = new Rows();
    private final Map<String, ItemRow> owner = new LinkedHashMap<>();
    private final List<Map<String, MergedItem>> underway = new ArrayList<>();
    private final Learner[] learners;
    private final User[] users = new User[USERS];
    private final SplittableRandom random;
    private final int delay;
    private long sequence;
    private double squares;
    private int scored;
    private int standing;
    private final Map<Integer, Integer> ratingsOfItem = new HashMap<>();

    Simulation(int partitions, int delay, long seed) {
      this.delay = delay;
      random = new SplittableRandom(seed);
      learners = new Learner[partitions];
      for (int p = 0; p < partitions; p++) {
        learners[p] = new Learner(model, rows, p, KINDS);
      }
    }

    void learn(int events, int flushEvery) {
      for (int n = 0; n < events; n++) {
        int user = random.nextInt(USERS);
        int item = (int) (ITEMS * Math.pow(random.nextDouble(), 3));
        double truth = 3 + Math.sin(user) + Math.cos(item * 2.0) + 0.3 * random.nextGaussian();
        step(user, item, (float) Math.clamp(truth, 0.5, 5), n, events);
        if ((n + 1) % flushEvery == 0) {
          flush();
        }
      }
      for (int i = 0; i <= delay; i++) {
        flush();
      }
    }

    private void step(int user, int item, float rating, int n, int events) {
      Learner learner = learners[user % learners.length];
      if (users[user] == null) {
        users[user] = new User(new UserRow(0, 0), new History());
      }
      boolean live = random.nextInt(20) != 0;
      History.Entry event =
          new History.Entry(
              rows.number("i" + item), live, live ? rating : 0, live ? 1 : 0, n * HOUR_MS, n);
      Learned learned = learner.learn("u" + user, users[user], event);
      if (learned.scored() && n > events / 2) {
        squares += Math.pow(learned.prediction() - rating, 2);
        scored++;
      }
      int change =
          learned.change() == HistoryChange.NEW
              ? 1
              : learned.change() == HistoryChange.WITHDRAWN ? -1 : 0;
      standing += change;
      if (learners.length == 1 && delay < 8) { // later ones are coalesced, and overlap
        assertThat(learned.itemRatings())
            .as("a partition that is alone knows each count, though it is merged late")
            .isEqualTo(ratingsOfItem.getOrDefault(item, 0));
      }
      ratingsOfItem.merge(item, change, Integer::sum);
    }

    private void flush() {
      sequence++;
      Map<String, MergedItem> published = new LinkedHashMap<>();
      for (Learner learner : learners) {
        learner.flush(
            sequence,
            (id, delta) -> {
              RowLayout layout = RowKind.of(id).layout(model);
              ItemRow row =
                  owner.computeIfAbsent(
                      id, key -> ItemRow.startedBy(delta, new float[layout.length()]));
              row.merge(delta, layout);
              published.put(id, row.publish());
            });
      }
      underway.add(published);
      if (underway.size() > delay) {
        underway.removeFirst().forEach((id, row) -> rows.merged.put(rows.number(id), row));
      }
    }

    double rmse() {
      return Math.sqrt(squares / scored);
    }

    int userSum() {
      int sum = 0;
      for (User user : users) {
        sum += user == null ? 0 : user.row().count();
      }
      return sum;
    }

    int itemSum() {
      return owner.entrySet().stream()
          .filter(row -> !row.getKey().isEmpty())
          .mapToInt(row -> row.getValue().count())
          .sum();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0,1", "4,0,2", "4,3,3", "8,12,4"})
  void shouldCountEveryStandingRatingOnceOnBothSides(int partitions, int delay, long seed) {
    Simulation simulation = new Simulation(partitions, delay, seed);
    simulation.learn(20_000, 500);
    assertThat(simulation.userSum()).as("seed %d", seed).isEqualTo(simulation.standing);
    assertThat(simulation.itemSum()).as("seed %d", seed).isEqualTo(simulation.standing);
  }

  // A learner that was started again knows no more of what it sent before, and withdraws a rating
  // of which nothing is merged yet.
  @ParameterizedTest
  @CsvSource({"1,0", "1,1", "1,2", "3,0", "3,1", "3,2"})
  void shouldAccountForAWithdrawalThatIsMergedBeforeItsRating(int admitAfter, int others) {
    model = admitting(admitAfter);
    Rows rows = new Rows();
    int number = rows.number("i");
    Map<String, ItemRow> owner = new HashMap<>();
    long[] sequence = {0};
    Learner elsewhere = new Learner(model, rows, 1, Metadata.NONE);
    for (int other = 0; other < others; other++) {
      User user = new User(new UserRow(0, 0), new History());
      elsewhere.learn("other" + other, user, new History.Entry(number, true, 2, 1, 1, other));
    }
    merge(elsewhere, ++sequence[0], owner);
    if (others > 0) {
      rows.merged.put(number, owner.get("i").publish());
    }
    User user = new User(new UserRow(0, 0), new History());
    Learner before = new Learner(model, rows, 0, Metadata.NONE);
    before.learn("u", user, new History.Entry(number, true, 5, 1, 1, 1));
    List<ItemDelta> underway = new ArrayList<>();
    before.flush(1, (id, delta) -> keep(id, delta, underway));
    Learner after = new Learner(model, rows, 0, Metadata.NONE);
    after.learn("u", user, new History.Entry(number, false, 0, 0, 2, 2));
    after.flush(2, (id, delta) -> keep(id, delta, underway));
    underway.forEach(delta -> merge("i", delta, owner));
    MergedItem merged = owner.get("i").publish();
    assertThat(merged.count()).isEqualTo(others);
    if (others == 0) {
      assertThat(model.meanRating(merged.values())).isNaN();
    } else {
      assertThat(model.meanRating(merged.values())).isCloseTo(2, within(1e-3));
    }
  }

  private static void keep(String id, ItemDelta delta, List<ItemDelta> underway) {
    if (id.equals("i")) {
      underway.add(delta);
    }
  }

  private void merge(Learner learner, long sequence, Map<String, ItemRow> owner) {
    learner.flush(sequence, (id, delta) -> merge(id, delta, owner));
  }

  private void merge(String id, ItemDelta delta, Map<String, ItemRow> owner) {
    owner
        .computeIfAbsent(id, key -> ItemRow.startedBy(delta, RowKind.newRow(model, key)))
        .merge(delta, RowKind.of(id).layout(model));
  }

  private static Model admitting(int itemAfter) {
    return new DotModel(
        SomeSettings.forScale(0.5, 5)
            .admission(new AdmissionSettings(itemAfter, 10_000, 0, 0))
            .build(),
        new ScalarKernels());
  }

  // Some partitions know a row that others know as waiting only, and two may admit it at once.
  @ParameterizedTest
  @CsvSource({"1,0,1", "4,0,2", "4,3,3", "8,12,4"})
  void shouldCountEveryRatingThoughItemsWait(int partitions, int delay, long seed) {
    model = admitting(60);
    Simulation simulation = new Simulation(partitions, delay, seed);
    simulation.learn(20_000, 500);
    assertThat(simulation.userSum()).as("seed %d", seed).isEqualTo(simulation.standing);
    assertThat(simulation.itemSum()).as("seed %d", seed).isEqualTo(simulation.standing);
    int waiting = 0;
    for (int item = 0; item < ITEMS; item++) {
      MergedItem row = simulation.owner.get("i" + item).publish();
      waiting += row.isWaiting() ? 1 : 0;
      assertThat(row.count())
          .as("item %d, seed %d", item, seed)
          .isEqualTo(simulation.ratingsOfItem.get(item));
      if (partitions == 1) {
        assertThat(row.isWaiting() && row.count() >= 60).isFalse();
      }
      double count =
          row.isWaiting() ? row.values()[1] : model.itemLayout().account(row.values())[1];
      assertThat(count).as("its account is of all of them").isCloseTo(row.count(), within(0.05));
    }
    assertThat(waiting).as("items that wait, seed %d", seed).isBetween(5, ITEMS - 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldLoseLittleOnEightPartitionsThatHearOfEachOtherLate(long seed) {
    Simulation one = new Simulation(1, 0, seed);
    one.learn(40_000, 200);
    Simulation eight = new Simulation(8, 2, seed);
    eight.learn(40_000, 200);
    assertThat(eight.rmse()).as("seed %d", seed).isLessThan(one.rmse() * 1.005);
  }

  // Each partition learns an item for long by its own ratings alone, before it hears of the
  // others: merged, those ways must not add up.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNotOvershootWhereEachPartitionHasLearnedForLong(long seed) {
    Simulation one = new Simulation(1, 0, seed);
    one.learn(20_000, 2_000);
    Simulation eight = new Simulation(8, 1, seed);
    eight.learn(20_000, 2_000);
    assertThat(eight.rmse()).as("seed %d", seed).isLessThan(one.rmse() * 1.03);
  }

  // The weights of a network travel in the shared row, and merge as it does.
  @Test
  void shouldLoseLittleWithTheNetworkToo() {
    LearningSettings settings = SomeSettings.forScale(0.5, 5).model(ModelKind.NN).build();
    model = settings.newModel(new ScalarKernels());
    Simulation one = new Simulation(1, 0, 7);
    one.learn(15_000, 200);
    Simulation four = new Simulation(4, 2, 7);
    four.learn(15_000, 200);
    assertThat(four.rmse()).isLessThan(one.rmse() * 1.02);
    float[] merged = four.owner.get("").publish().values();
    assertThat(merged).isNotEqualTo(model.newShared());
  }

  // Rows that are as sure as they may become, merged from deltas that overlap for long.
  @ParameterizedTest
  @CsvSource({"1,3,1", "4,0,2", "4,3,3", "8,12,4"})
  void shouldStaySaneBeyondThePrecisionCap(int partitions, int delay, long seed) {
    model =
        new DotModel(SomeSettings.forScale(0.5, 5).maxPrecision(20).build(), new ScalarKernels());
    Simulation one = new Simulation(1, 0, seed);
    one.learn(20_000, 500);
    Simulation many = new Simulation(partitions, delay, seed);
    many.learn(20_000, 500);
    many.owner.forEach(
        (id, row) -> {
          float[] values = row.publish().values();
          for (RowLayout.Block block : RowKind.of(id).layout(model).blocks()) {
            assertThat(values[block.precisionAt()]).isLessThanOrEqualTo(block.maxPrecision());
            for (int i = block.at(); !block.isAccount() && i < block.at() + block.size(); i++) {
              assertThat(Math.abs(values[i])).as("row %s, seed %d", id, seed).isLessThan(60.1f);
            }
          }
        });
    assertThat(many.rmse()).as("seed %d", seed).isLessThan(one.rmse() * 1.1);
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "3,2,1", "12,3,1", "0,4,60", "3,5,60", "12,6,60"})
  void shouldMergeASingleContributorToItsOwnView(int delay, long seed, int admitItemAfter) {
    model = admitting(admitItemAfter);
    Simulation simulation = new Simulation(1, delay, seed);
    simulation.learn(10_000, 100);
    for (String id : simulation.owner.keySet()) {
      int number = simulation.rows.number(id);
      float[] merged = simulation.owner.get(id).publish().values();
      float[] view = simulation.learners[0].item(number);
      if (RowLayout.isWaiting(merged)) {
        assertThat(simulation.learners[0].itemRatings(number)).isLessThan(admitItemAfter);
        continue;
      }
      for (int i = 0; i < merged.length; i++) {
        assertThat(merged[i])
            .as("item %s, parameter %d, seed %d", id, i, seed)
            .isCloseTo(view[i], within(1e-4f * (1 + Math.abs(view[i]))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,60"})
  void shouldPredictAsIfNothingHadBeenFlushed(long seed, int admitItemAfter) {
    model = admitting(admitItemAfter);
    Simulation flushed = new Simulation(1, 2, seed);
    flushed.learn(10_000, 100);
    Simulation never = new Simulation(1, 2, seed);
    never.learn(10_000, 1_000_000);
    assertThat(flushed.rmse()).isCloseTo(never.rmse(), within(1e-4));
  }
}
