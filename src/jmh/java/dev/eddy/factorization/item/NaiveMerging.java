package dev.eddy.factorization.item;

import dev.eddy.factorization.Learner;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
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

  private final class Partition {
    private final Map<String, User> users = new HashMap<>();
    private final Learner learner;
    private long offset;

    Partition(int number) {
      learner = new Learner(model, rows, number, Metadata.NONE);
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
    User user =
        partition.users.computeIfAbsent(userId, id -> new User(new UserRow(0, 0), new History()));
    History.Entry event =
        new History.Entry(
            rows.number(itemId), true, (float) rating, 1, timeMs, partition.offset);
    var _ = partition.learner.learn(userId, user, event);
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
                    sum.values,
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
    int number = rows.number(id);
    MergedItem base = rows.merged.get(number);
    float[] before = base != null ? base.values() : delta.start();
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
    User user = partitions[partitionOf.applyAsInt(userId)].users.get(userId);
    return model.predict(
        learner.shared(), learner.solved(userId, user), learner.item(rows.number(itemId)));
  }
}
