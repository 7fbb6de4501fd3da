package dev.eddy.stream.learn;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.factorization.Ingredients;
import dev.eddy.factorization.RecentEvents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
public final class LocalPartitions {

  private final Map<Integer, PartitionView> tasks = new ConcurrentHashMap<>();
  private final RecentEvents recent = new RecentEvents();
  private final Ingredients ingredients = new Ingredients();
  private volatile int partitions = 1;
  private volatile ScoreListener scores = (partition, offset, predicted, rating) -> {};

  /// Creates an empty registry.
  public LocalPartitions() {}

  /// Registers what is known of the tasks together.
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("eddy.learn.partitions", this, t -> t.all().size())
        .description("Partitions of the ratings topic that this instance learns")
        .register(registry);
    Gauge.builder("eddy.cache.dirty.rows", this, t -> t.sum(PartitionView::dirtyRows))
        .description(
            "Decoded rows, histories and attributes of users that changed and are not yet written")
        .register(registry);
    Gauge.builder("eddy.cache.bytes", this, t -> t.sum(PartitionView::cachedBytes))
        .description("Decoded user rows and histories in memory")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder(
            "eddy.cache.hit.ratio",
            this,
            t -> t.all().stream().mapToDouble(PartitionView::cacheHitRatio).average().orElse(1))
        .description("Fraction of row lookups that found the row decoded in memory")
        .register(registry);
  }

  public void setPartitions(int count) {
    partitions = count;
  }

  /// Tells somebody of every rating that is learned here from now on.
  public void tellScores(ScoreListener listener) {
    scores = listener;
  }

  /// Returns who is told of ratings that are learned.
  ScoreListener scores() {
    return scores;
  }

  void add(PartitionView task) {
    tasks.put(task.partition(), task);
  }

  void remove(PartitionView task) {
    tasks.remove(task.partition(), task);
  }

  /// Returns the partition that Kafka's own partitioner gives a user: murmur2 of the key.
  public int partitionOf(String userId) {
    return partitionOf(userId.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /// Returns the partition of a key among so many.
  public static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /// Returns the task that a user belongs to, if this instance has it.
  public Optional<PartitionView> of(String userId) {
    return Optional.ofNullable(tasks.get(partitionOf(userId)));
  }

  /// Returns a partition that is learned here.
  PartitionView task(int partition) {
    return tasks.get(partition);
  }

  /// Returns what counts for the monitors of drift in a partition that is learned here.
  DriftCounter drift(int partition) {
    return tasks.get(partition).drift();
  }

  /// Returns the tasks of this instance.
  public Collection<PartitionView> all() {
    return tasks.values();
  }

  /// Returns how many partitions the ratings have, on all instances together.
  public int partitions() {
    return partitions;
  }

  /// Returns the events that were learned here last.
  public RecentEvents recent() {
    return recent;
  }

  /// Returns what each ingredient of a prediction is worth, of what was learned here.
  public Ingredients ingredients() {
    return ingredients;
  }

  /// Returns a sum over the tasks of this instance.
  public long sum(ToLongFunction<PartitionView> of) {
    return tasks.values().stream().mapToLong(of).sum();
  }
}
