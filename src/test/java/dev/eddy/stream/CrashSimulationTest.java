package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.DotModel;
import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryChange;
import dev.eddy.factorization.ItemDelta;
import dev.eddy.factorization.ItemRow;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Metadata;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.RememberedUsers;
import dev.eddy.factorization.RowKind;
import dev.eddy.factorization.SomeSettings;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.factorization.User;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.store.ItemDeltaCodec;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.RowRecords;
import dev.eddy.store.StoreKey;
import dev.eddy.store.UserCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
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

  private record Event(String user, String item, boolean live, float rating, long timeMs) {}

  private record Delta(String item, byte[] bytes) {}

  private record Factor(String item, byte[] bytes) {}

  /// The records of a store as they are committed.
  private static final class Records implements RowRecords {
    private final Map<Bytes, byte[]> records = new TreeMap<>();
    private final Records further;

    Records(Records further) {
      this.further = further;
    }

    @Override
    public RowRecords further() {
      return further;
    }

    @Override
    public byte[] get(Bytes key) {
      return records.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
      if (value == null) {
        records.remove(key);
      } else {
        records.put(key, value);
      }
    }
  }

  /// An instance: an index, which may lag behind what is published.
  private final class Instance {
    private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
    private final ItemRowCodec codec = new ItemRowCodec(model);
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
  }

  /// What one partition has committed, and the task that goes on from there.
  private final class LearnerTask {
    private final int partition;
    private final Records histories = new Records(null);
    private final Records rows = new Records(histories);
    private final List<String> userIds = new ArrayList<>();
    private final Map<HistoryChange, Long> committedCounts = new HashMap<>();
    private int committedOffset;
    private long committedSequence;

    private Learner learner;
    private UserCodec codec;
    private long committedExpired;
    private long expired;
    private final Set<String> left = new TreeSet<>();
    private final Map<String, User> cached = new TreeMap<>();
    private final Map<HistoryChange, Long> counts = new HashMap<>();
    private int offset;

    LearnerTask(int partition) {
      this.partition = partition;
    }

    /// Starts on an instance from what is committed, whatever was in memory.
    void start(Instance on) {
      codec = new UserCodec(model, on.index);
      cached.clear();
      left.clear();
      expired = committedExpired;
      counts.clear();
      counts.putAll(committedCounts);
      offset = committedOffset;
      learner = new Learner(model, on.index, partition, new Cached(), Metadata.NONE);
    }

    boolean process() {
      if (offset == ratings.get(partition).size()) {
        return false;
      }
      Event event = ratings.get(partition).get(offset);
      User user = cached.computeIfAbsent(event.user, this::user);
      if (!userIds.contains(event.user)) {
        userIds.add(event.user);
      }
      Learner.Learned learned =
          learner.learn(
              event.user,
              user.row(),
              user.history(),
              new History.Entry(
                  learner.number(event.item), event.live, event.rating, 1, event.timeMs, offset));
      learner.rehearseAfter(learned, offset, 1);
      counts.merge(learned.change(), 1L, Long::sum);
      offset++;
      return true;
    }

    private User user(String id) {
      User stored = left.contains(id) ? null : codec.read(id, rows);
      return stored != null ? stored : new User(learner.newUser(id), new History());
    }

    /// Takes a user for idle, who leaves.
    void expire(String id) {
      expired += learner.forget(cached.computeIfAbsent(id, this::user).history());
      cached.remove(id);
      left.add(id);
    }

    /// Takes the ratings of items that have left out of a user's history.
    void expireItems(String id) {
      User stored = left.contains(id) ? null : codec.read(id, rows);
      User user = cached.getOrDefault(id, stored);
      if (user != null && learner.hasLeft(user.history(), Long.MAX_VALUE)) {
        cached.put(id, user);
        expired += learner.expireItems(user.row(), user.history(), Long.MAX_VALUE);
      }
    }

    /// One transaction: rows, deltas and offset together.
    void commit(boolean whole) {
      for (String id : left) { // some have come back since
        rows.put(StoreKey.of(id), null);
        for (int chunk = 0; histories.get(StoreKey.of(id, chunk)) != null; chunk++) {
          histories.put(StoreKey.of(id, chunk), null);
        }
      }
      left.clear();
      committedExpired = expired;
      cached.forEach((id, user) -> codec.write(id, user, rows));
      committedSequence++;
      learner.setTime(1 + offset);
      if (whole) {
        learner.flush(committedSequence, this::send);
      } else {
        long part = committedSequence % 3; // of what was rehearsed, as it comes
        learner.flush(committedSequence, number -> number % 3 == part, this::send);
      }
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
        if (user != null) {
          assertFinite(id, user.row().snapshot().values());
          sum += user.row().count();
        }
      }
      return sum;
    }

    private final class Cached implements RememberedUsers {
      @Override
      public Remembered pick(double chance) {
        if (cached.isEmpty()) {
          return null;
        }
        List<String> ids = new ArrayList<>(cached.keySet());
        String id = ids.get((int) (chance * ids.size()));
        User user = cached.get(id);
        return user.row().isWaiting() ? null : new Remembered(id, user);
      }

      @Override
      public void changed(Remembered user) {} // every cached row is written
    }
  }

  /// Merges all items; what is committed of them, and what is in memory.
  private final class MergerTask {
    private final Records rows = new Records(null);
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
            MergedItem published = row.publish(RowKind.of(item).layout(model));
            assertFinite(item, published.values());
            factors.add(new Factor(item, ItemRowCodec.encode(published)));
          });
      cached.clear();
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
    "1,1,1,nothing",
    "2,1,1,nothing",
    "3,1,1,nothing",
    "4,1,40,nothing",
    "5,20,1,nothing",
    "6,20,40,nothing",
    "7,3,2,nothing",
    "8,1,1,users",
    "9,10,20,users",
    "10,3,2,users",
    "11,1,1,items",
    "12,1,3,items",
    "13,3,2,users and items"
  })
  void shouldCountEachRatingOnceWhateverCrashes(
      long seed, int userAfter, int itemAfter, String expiring) {
    usersExpire = expiring.contains("users");
    itemsExpire = expiring.contains("items");
    model =
        new DotModel(
            SomeSettings.forScale(0.5, 5)
                .tenure(new TenureSettings(userAfter, itemAfter, 0, 0))
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
    assertThat(merger.retired > 0).as("rows left, seed %d", seed).isEqualTo(itemsExpire);
    assertThat(merger.removed > 0).as("items left, seed %d", seed).isEqualTo(itemsExpire);
  }

  private void step(SplittableRandom random) {
    LearnerTask task = learners.get(random.nextInt(PARTITIONS));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> {
        publish(random);
        String user = "u" + (task.partition + PARTITIONS * random.nextInt(USERS / PARTITIONS));
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
      case 12 -> task.commit(random.nextBoolean());
      case 13, 14, 15 -> merger.process();
      case 16 -> merger.commit();
      case 17 -> {
        Instance instance = instances.get(random.nextInt(INSTANCES));
        instance.read(random.nextInt(instance.read, factors.size() + 1));
      }
      case 18 -> {
        if (random.nextBoolean()) { // hands over: commits first
          task.commit(true);
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
      task.commit(true);
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
}
