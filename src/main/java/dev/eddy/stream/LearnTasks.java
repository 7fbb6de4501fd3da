package dev.eddy.stream;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Utils;

/// The partitions that are learned by this instance right now. Processors enter theirs when they
/// have restored, and take it away when they close; so a query never meets a store that is
/// restoring, in which known users would look unknown.
public final class LearnTasks {

  private final Map<Integer, LearnTask> tasks = new ConcurrentHashMap<>();
  private volatile int partitions = 1;

  /// Creates an empty registry.
  public LearnTasks() {}

  void setPartitions(int count) {
    partitions = count;
  }

  void add(LearnTask task) {
    tasks.put(task.partition(), task);
  }

  void remove(LearnTask task) {
    tasks.remove(task.partition(), task);
  }

  /// Returns the partition that Kafka's own partitioner gives a user: murmur2 of the key.
  public int partitionOf(String userId) {
    return partitionOf(userId.getBytes(StandardCharsets.UTF_8), partitions);
  }

  static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /// Returns the task that a user belongs to, if this instance has it.
  public Optional<LearnTask> of(String userId) {
    return Optional.ofNullable(tasks.get(partitionOf(userId)));
  }

  /// Returns a partition that is learned here.
  LearnTask task(int partition) {
    return tasks.get(partition);
  }

  /// Returns what counts for the monitors of drift in a partition that is learned here.
  DriftTask drift(int partition) {
    return tasks.get(partition).drift();
  }

  /// Returns the tasks of this instance.
  public Collection<LearnTask> all() {
    return tasks.values();
  }

  /// Returns how many partitions the ratings have, on all instances together.
  public int partitions() {
    return partitions;
  }

  /// Returns a sum over the tasks of this instance.
  public long sum(ToLongFunction<LearnTask> of) {
    return tasks.values().stream().mapToLong(of).sum();
  }
}
