package dev.eddy.factorization;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/// What partitions lose that merge in the obvious way: each sends by how much it moved a row, and
/// the owner adds that up. Without Kafka; every partition hears of the others at each flush,
/// which is earlier than it would in a stream. To be compared with.
public final class NaiveMerging {

  private final Model model;
  private final Rows rows = new Rows();
  private final Partition[] partitions;
  private final ToIntFunction<String> partitionOf;
  private long sequence;

  private static final class Rows extends ItemDictionary {
    private final Map<Integer, MergedItem> merged = new HashMap<>();

    @Override
    public MergedItem merged(int number) {
      return merged.get(number);
    }
  }

  private final class Partition implements RememberedUsers {
    private final UserSample sample = new UserSample(model.settings().rehearsal().users());
    private final Map<String, Remembered> users = new HashMap<>();
    private final Learner learner;
    private long offset;

    Partition(int number) {
      learner = new Learner(model, rows, number, this, Metadata.NONE);
    }

    @Override
    public Remembered pick(double chance) {
      String id = sample.pick(chance);
      return id == null ? null : users.get(id);
    }

    @Override
    public void changed(Remembered user) {
      // Rows are where they are changed.
    }

    Remembered user(String userId) {
      return users.computeIfAbsent(
          userId,
          id -> {
            sample.add(id);
            return new Remembered(id, new User(learner.newUser(id), new History()));
          });
    }
  }

  /// Creates partitions that have learned nothing.
  public NaiveMerging(Model model, int count, ToIntFunction<String> partitionOf) {
    this.model = model;
    this.partitionOf = partitionOf;
    partitions = new Partition[count];
    for (int number = 0; number < count; number++) {
      partitions[number] = new Partition(number);
    }
  }

  /// Learns a rating on the partition of its user.
  public void learn(String userId, String itemId, double rating, long timeMs) {
    Partition partition = partitions[partitionOf.applyAsInt(userId)];
    RememberedUsers.Remembered user = partition.user(userId);
    History.Entry event =
        new History.Entry(
            rows.number(itemId), true, (float) rating, 1, timeMs, partition.offset);
    Learner.Learned learned =
        partition.learner.learn(userId, user.row(), user.history(), event);
    partition.learner.rehearseAfter(learned, partition.offset, 1);
    partition.offset++;
  }

  /// Adds up by how much each partition moved each row since the last flush.
  public void flush() {
    sequence++;
    Map<String, Sum> sums = new HashMap<>();
    for (Partition partition : partitions) {
      partition.learner.flush(sequence, (id, delta) -> add(sums, partition.learner, id, delta));
    }
    sums.forEach(
        (id, sum) ->
            rows.merged.put(
                rows.number(id),
                new MergedItem(
                    RowKind.of(id).layout(model).withoutMasses(sum.values),
                    sum.count,
                    sum.sequences)));
  }

  private static final class Sum {
    private final float[] values;
    private int count;
    private Sequences sequences;

    Sum(float[] values, int count, Sequences sequences) {
      this.values = values.clone();
      this.count = count;
      this.sequences = sequences;
    }
  }

  private void add(Map<String, Sum> sums, Learner learner, String id, ItemDelta delta) {
    RowLayout layout = RowKind.of(id).layout(model);
    int number = rows.number(id);
    MergedItem base = rows.merged.get(number);
    float[] before = base != null ? layout.withMasses(base.values()) : delta.start();
    Sum sum =
        sums.computeIfAbsent(
            id,
            key ->
                base == null
                    ? new Sum(before, 0, Sequences.NONE)
                    : new Sum(before, base.count(), base.sequences()));
    float[] after = learner.item(number);
    for (int i = 0; i < after.length; i++) {
      sum.values[i] += after[i] - before[i];
    }
    sum.count += delta.countChange();
    sum.sequences = sum.sequences.with(delta.partition(), delta.sequence());
  }

  /// Returns what a user is expected to rate an item with.
  public double predict(String userId, String itemId) {
    Learner learner = partitions[partitionOf.applyAsInt(userId)].learner;
    RememberedUsers.Remembered user = partitions[partitionOf.applyAsInt(userId)].users.get(userId);
    UserRow row = user != null ? user.row() : learner.newUser(userId);
    return model.predict(
        learner.shared(), row.values(), learner.item(rows.number(itemId)));
  }
}
