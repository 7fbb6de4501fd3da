package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.Learned;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.ItemDelta;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.item.RowStarts;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryChange;
import dev.eddy.factorization.user.HistorySolver;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.SolvedRows;
import dev.eddy.store.StoreKey;
import dev.eddy.store.UserCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Learners and mergers that crash, commit and move between instances at random moments, with
/// the real learner, rows and codecs, and Kafka reduced to lists: what a transaction holds is
/// appended whole or not at all, and whoever starts reads the records that were committed.
class CrashSimulationTest {

  private static final int PARTITIONS = 3;
  private static final int INSTANCES = 2;
  private static final int STEPS = 6_000;
  private static final int USERS = 40;
  private static final int ITEMS = 30;

  private Model model;
  private boolean usersExpire;
  private boolean itemsExpire;
  private MergerTask merger;
  private final List<List<Event>> ratings = new ArrayList<>();
  private final List<Delta> deltas = new ArrayList<>();
  private final List<Factor> factors = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final List<LearnerTask> learners = new ArrayList<>();
  private int learnerCrashes;
  private int mergerCrashes;
  private int resumed;

  private record Event(String user, String item, boolean live, float rating, long timeMs) {}

  private record Delta(String item, byte[] bytes) {}

  private record Factor(String item, byte[] bytes) {}

  /// The records of a store as they are committed, and what a transaction has put since.
  private static final class Records implements RowRecords {
    private final Map<Bytes, byte[]> committed = new TreeMap<>();
    private final Map<Bytes, Optional<byte[]>> put = new TreeMap<>();

    @Override
    public byte[] get(Bytes key) {
      Optional<byte[]> value = put.get(key);
      return value != null ? value.orElse(null) : committed.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      put.put(key, Optional.ofNullable(value));
    }

    void commit() {
      put.forEach(
          (key, value) ->
              value.ifPresentOrElse(
                  bytes -> committed.put(key, bytes), () -> committed.remove(key)));
      put.clear();
    }

    void abort() {
      put.clear();
    }
  }

  /// An instance: an index, which may lag behind what is published, and the rows that were put
  /// aside here, which no crash takes back and no other instance sees.
  private final class Instance {
    private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
    private final ItemRowCodec codec = new ItemRowCodec(model);
    private final Map<Integer, SolvedRows> aside = new HashMap<>();
    private int read;

    void read(int end) {
      for (; read < end; read++) {
        Factor factor = factors.get(read);
        if (factor.bytes == null) {
          index.remove(factor.item);
        } else {
          index.put(factor.item, codec.decode(factor.item, factor.bytes));
        }
      }
    }

    SolvedRows aside(int partition) {
      return aside.computeIfAbsent(
          partition,
          number ->
              new SolvedRows(
                  Stores.inMemoryKeyValueStore("rows").get(), model.userLayout().length()));
    }
  }

  /// What one partition has committed, and the task that goes on from there.
  private final class LearnerTask {
    private final int partition;
    private final Records rows = new Records();
    private final Set<String> userIds = new TreeSet<>();
    private final Map<HistoryChange, Long> committedCounts = new HashMap<>();
    private int committedOffset;
    private long committedSequence;

    /// Of every row that was ever put aside, by user and stamp, the ratings that it includes.
    private final Map<String, Map<History.Stamp, List<String>>> included = new HashMap<>();

    private Instance instance;
    private Learner learner;
    private UserCodec codec;
    private long committedExpired;
    private long expired;
    private final Map<String, User> cached = new TreeMap<>();
    private final Map<HistoryChange, Long> counts = new HashMap<>();
    private int offset;

    LearnerTask(int partition) {
      this.partition = partition;
    }

    /// Starts on an instance from what is committed, whatever was in memory.
    void start(Instance on) {
      instance = on;
      codec = new UserCodec(on.index, model.userLayout().length());
      cached.clear();
      rows.abort();
      expired = committedExpired;
      counts.clear();
      counts.putAll(committedCounts);
      offset = committedOffset;
      learner = new Learner(model, on.index, partition, Metadata.NONE);
    }

    boolean process() {
      if (offset == ratings.get(partition).size()) {
        return false;
      }
      Event event = ratings.get(partition).get(offset);
      userIds.add(event.user);
      User user = find(event.user);
      if (user == null) {
        user = new User(new UserRow(0, 0), new History());
        cached.put(event.user, user);
      }
      Learned learned = learner.learn(event.user, user, entry(event, offset));
      counts.merge(learned.change(), 1L, Long::sum);
      offset++;
      return true;
    }

    private History.Entry entry(Event event, int at) {
      return new History.Entry(
          instance.index.number(event.item), event.live, event.rating, 1, event.timeMs, at);
    }

    /// Returns a user, or null, if possible with the row that was put aside.
    private User find(String id) {
      User user = cached.get(id);
      if (user == null) {
        user = codec.read(id, rows);
        if (user == null) {
          return null;
        }
        cached.put(id, user);
        History.Stamp stamp = user.history().stamp();
        float[] row = instance.aside(partition).find(id, stamp);
        if (row != null) {
          assertThat(included.get(id).get(stamp))
              .as("%s, %s, the ratings of a row that is used", id, stamp)
              .isEqualTo(standing(user));
          learner.resume(user, row);
          resumed++;
        }
      }
      return user;
    }

    private List<String> standing(User user) {
      return Arrays.stream(user.history().view().entries())
          .filter(History.Entry::live)
          .map(
              entry ->
                  "%s %s %d"
                      .formatted(instance.index.id(entry.item()), entry.rating(), entry.timeMs()))
          .toList();
    }

    /// Lets a user leave the memory, within the transaction; the row goes where there are none.
    void evict(String id) {
      User user = cached.remove(id);
      if (user == null) {
        return;
      }
      codec.write(id, user, rows);
      if (user.row().isSolved()) {
        History.Stamp stamp = user.history().stamp();
        included.computeIfAbsent(id, key -> new HashMap<>()).put(stamp, standing(user));
        instance.aside(partition).put(id, stamp, user.row().values());
        instance.aside(partition).apply();
      }
    }

    /// Takes a user for idle, who leaves.
    void expire(String id) {
      User user = find(id);
      if (user != null) {
        expired += learner.forget(user.history());
        codec.delete(id, user, rows);
        cached.remove(id);
        instance.aside(partition).remove(id);
      }
    }

    /// Takes the ratings of items that have left out of a user's history.
    void expireItems(String id) {
      User user = find(id);
      if (user != null && learner.hasLeft(user.history(), Long.MAX_VALUE)) {
        expired += learner.expireItems(id, user, Long.MAX_VALUE);
      }
    }

    /// One transaction: rows, deltas and offset together.
    void commit() {
      cached.forEach((id, user) -> codec.write(id, user, rows));
      rows.commit();
      committedExpired = expired;
      committedSequence++;
      learner.setTime(1 + offset);
      learner.flush(committedSequence, this::send);
      committedOffset = offset;
      committedCounts.clear();
      committedCounts.putAll(counts);
    }

    private void send(String item, ItemDelta delta) {
      deltas.add(new Delta(item, ItemDeltaCodec.encode(delta)));
    }

    long userSum() {
      long sum = 0;
      for (String id : userIds) {
        User user = codec.read(id, rows);
        sum += user == null ? 0 : user.row().count();
      }
      return sum;
    }

    /// As if nothing had ever crashed.
    void checkHistories(String when) {
      Map<String, History> expected = new TreeMap<>();
      for (int at = 0; at < ratings.get(partition).size(); at++) {
        Event event = ratings.get(partition).get(at);
        expected.computeIfAbsent(event.user, id -> new History()).apply(entry(event, at));
      }
      expected.forEach(
          (id, history) -> {
            History read = codec.read(id, rows).history();
            assertThat(read.stamp()).as("%s, %s", when, id).isEqualTo(history.stamp());
            assertThat(read.view().entries())
                .as("%s, %s", when, id)
                .containsExactly(history.view().entries());
          });
    }

    /// Compares predictions by the rows that are at hand with those that follow from the histories.
    ///
    /// @param fromStart receives how far those are from where users start
    void compareRows(
        String when, DoubleSummaryStatistics atHand, DoubleSummaryStatistics fromStart) {
      HistorySolver solver = new HistorySolver(model, instance.index::values);
      RowStarts starts = new RowStarts(model, instance.index, Metadata.NONE);
      float[] shared = instance.index.shared();
      for (String id : userIds) {
        User user = find(id);
        if (user == null || !user.row().isSolved()) {
          continue;
        }
        float[] start = starts.user(id, instance.index::values);
        float[] row = solver.solve(shared, start, user.history().view());
        for (int i = 0; i < ITEMS; i++) {
          float[] item = instance.index.values(instance.index.number("i" + i));
          if (item != null) {
            float solved = model.predict(shared, row, item);
            float differs = solved - model.predict(shared, user.row().values(), item);
            assertThat(differs).as("%s, %s", when, id).isFinite();
            atHand.accept(Math.abs(differs));
            fromStart.accept(Math.abs(solved - model.predict(shared, start, item)));
          }
        }
      }
    }
  }

  /// Merges all items; what is committed of them, and what is in memory.
  private final class MergerTask {
    private final Records rows = new Records();
    private final ItemRowCodec codec = new ItemRowCodec(model);
    private int committedOffset;
    private final Map<String, ItemRow> cached = new TreeMap<>();
    private final Set<String> left = new TreeSet<>();
    private int offset;
    private int retired;
    private int removed;

    void start() {
      cached.clear();
      left.clear();
      offset = committedOffset;
    }

    boolean process() {
      if (offset == deltas.size()) {
        return false;
      }
      Delta record = deltas.get(offset++);
      RowKind kind = RowKind.of(record.item);
      ItemDelta delta =
          ItemDeltaCodec.decode(record.item, record.bytes, kind.layout(model).length());
      ItemRow row = row(record.item);
      left.remove(record.item);
      if (row == null) {
        row = ItemRow.startedBy(delta, RowKind.newRow(model, record.item));
      }
      row.merge(delta, kind.layout(model));
      cached.put(record.item, row);
      return true;
    }

    private ItemRow row(String item) {
      ItemRow row = cached.get(item);
      return row != null || left.contains(item) ? row : codec.read(item, rows);
    }

    /// Takes an item for idle: its row leaves or, if no rating of it stands, all of it.
    void expire(String item) {
      ItemRow row = row(item);
      if (row == null) {
        return;
      }
      if (row.isWaiting() && row.count() == 0) {
        removed++;
        cached.remove(item);
        left.add(item);
      } else if (!row.isRetired()) {
        retired++;
        row.retire(model.itemLayout());
        cached.put(item, row);
      }
    }

    void commit() {
      for (String item : left) {
        rows.put(StoreKey.of(item), null);
        factors.add(new Factor(item, null));
      }
      left.clear();
      cached.forEach(
          (item, row) -> {
            codec.write(item, row, rows);
            MergedItem published = row.publish();
            assertFinite(item, published.values());
            factors.add(new Factor(item, ItemRowCodec.encode(published)));
          });
      cached.clear();
      rows.commit();
      committedOffset = offset;
    }
  }

  private static void assertFinite(String what, float[] values) {
    for (float value : values) {
      assertThat(value).as(what).isFinite();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,nothing",
    "2,1,nothing",
    "3,1,nothing",
    "4,40,nothing",
    "5,2,nothing",
    "6,1,users",
    "7,20,users",
    "8,2,users",
    "9,1,items",
    "10,3,items",
    "11,2,users and items"
  })
  void shouldCountEachRatingOnceWhateverCrashes(long seed, int itemAfter, String expiring) {
    usersExpire = expiring.contains("users");
    itemsExpire = expiring.contains("items");
    model =
        new DotModel(
            SomeSettings.forScale(0.5, 5)
                .admission(new AdmissionSettings(itemAfter, 256, 0, 0))
                .build(),
            new ScalarKernels());
    merger = new MergerTask();
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < INSTANCES; n++) {
      instances.add(new Instance());
    }
    for (int n = 0; n < PARTITIONS; n++) {
      ratings.add(new ArrayList<>());
      LearnerTask task = new LearnerTask(n);
      learners.add(task);
      task.start(instances.get(n % INSTANCES));
    }
    for (int step = 0; step < STEPS; step++) {
      step(random);
    }
    drain();
    assertThat(learnerCrashes).as("crashes of learners, seed %d", seed).isGreaterThan(STEPS / 100);
    assertThat(mergerCrashes).as("crashes of the merger, seed %d", seed).isGreaterThan(STEPS / 100);
    check("seed " + seed);
    checkRows("seed " + seed);
    assertThat(resumed).as("rows that were put aside and used, seed %d", seed).isPositive();
    assertThat(merger.retired > 0).as("rows left, seed %d", seed).isEqualTo(itemsExpire);
    assertThat(merger.removed > 0).as("items left, seed %d", seed).isEqualTo(itemsExpire);
  }

  private void step(SplittableRandom random) {
    LearnerTask task = learners.get(random.nextInt(PARTITIONS));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> {
        publish(random);
        String user = userOf(task, random);
        if (usersExpire && random.nextInt(40) == 0) {
          task.expire(user);
        }
        if (itemsExpire) {
          task.expireItems(user);
          if (random.nextInt(3) == 0) {
            merger.expire("i" + random.nextInt(ITEMS));
          }
        }
      }
      case 6, 7, 8, 9, 10, 11 -> task.process();
      case 12 -> {
        if (random.nextBoolean()) {
          task.commit();
        }
        for (int n = random.nextInt(5); n > 0; n--) {
          task.evict(userOf(task, random));
        }
      }
      case 13, 14, 15 -> merger.process();
      case 16 -> merger.commit();
      case 17 -> {
        Instance instance = instances.get(random.nextInt(INSTANCES));
        instance.read(random.nextInt(instance.read, factors.size() + 1));
      }
      case 18 -> {
        if (random.nextBoolean()) { // hands over: commits first
          task.commit();
        } else {
          learnerCrashes++;
        }
        Instance next = instances.get(random.nextInt(INSTANCES));
        task.start(next);
      }
      default -> {
        merger.start();
        mergerCrashes++;
      }
    }
  }

  private static String userOf(LearnerTask task, SplittableRandom random) {
    return "u" + (task.partition + PARTITIONS * random.nextInt(USERS / PARTITIONS));
  }

  /// Publishes a rating: a new one, an old one again, a late one or a withdrawal.
  private void publish(SplittableRandom random) {
    int user = random.nextInt(USERS);
    List<Event> partition = ratings.get(user % PARTITIONS);
    if (!partition.isEmpty() && random.nextInt(8) == 0) {
      partition.add(partition.get(random.nextInt(partition.size())));
    } else {
      partition.add(
          new Event(
              "u" + user,
              "i" + random.nextInt(ITEMS),
              random.nextInt(10) > 0,
              0.5f * random.nextInt(1, 11),
              random.nextInt(1_000_000)));
    }
  }

  private void drain() {
    for (LearnerTask task : learners) {
      while (task.process()) {}
      task.commit();
    }
    while (merger.process()) {}
    merger.commit();
    instances.forEach(instance -> instance.read(factors.size()));
  }

  private void check(String when) {
    long standing = 0;
    long users = 0;
    for (LearnerTask task : learners) {
      Map<HistoryChange, Long> counts = task.committedCounts;
      assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
          .as("%s, outcomes of partition %d", when, task.partition)
          .isEqualTo(ratings.get(task.partition).size());
      standing +=
          counts.getOrDefault(HistoryChange.NEW, 0L)
              - counts.getOrDefault(HistoryChange.WITHDRAWN, 0L)
              - task.committedExpired;
      assertThat(task.committedExpired > 0)
          .as("%s, some expired", when)
          .isEqualTo(usersExpire || itemsExpire);
      users += task.userSum();
    }
    assertThat(users).as("%s, users", when).isEqualTo(standing).isPositive();
    for (Instance instance : instances) {
      assertThat(instance.index.countSum()).as("%s, items", when).isEqualTo(standing);
    }
  }

  private void checkRows(String when) {
    DoubleSummaryStatistics atHand = new DoubleSummaryStatistics();
    DoubleSummaryStatistics fromStart = new DoubleSummaryStatistics();
    for (LearnerTask task : learners) {
      if (!usersExpire && !itemsExpire) {
        task.checkHistories(when);
      }
      task.compareRows(when, atHand, fromStart);
      task.start(instances.getFirst());
      task.compareRows(when + ", started again", atHand, fromStart);
    }
    assertThat(atHand.getAverage())
        .as("%s, rows at hand lag by some ratings and what items have learned since", when)
        .isLessThanOrEqualTo(fromStart.getAverage() / 2);
  }
}
