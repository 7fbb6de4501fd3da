package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Reads a topic from its beginning, and each time up to the present. One thread uses it.
///
/// What is called the present is the end of all transactions that had written anything when the
/// question was put: each partition is read up to its last stable offset, once that has reached
/// what was the end of the log. So no transaction is read in part, and what two readers read one
/// after the other holds all of what was committed before the first of them asked.
final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PAUSE_MS = 20;

  /// Longer than any transaction that Kafka does not end by itself.
  private static final long SETTLED_WITHIN_NS = TimeUnit.SECONDS.toNanos(120);

  /// Longer than brokers take to agree on another leader.
  private static final Duration STUCK = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> committed;
  private final Ends ends;
  private final List<TopicPartition> partitions;
  private final LongSupplier clockNs;

  /// Tells the ends of logs, transactions that are open included.
  @FunctionalInterface
  interface Ends {
    Map<TopicPartition, Long> of(List<TopicPartition> partitions);
  }

  /// Creates a reader.
  ///
  /// @param committed reads what is committed only; closed with the reader
  TopicReader(Consumer<byte[], byte[]> committed, Ends ends, String topic, int partitions) {
    this(committed, ends, topic, partitions, System::nanoTime);
  }

  /// Creates a reader with a clock, which tells nanoseconds.
  TopicReader(
      Consumer<byte[], byte[]> committed,
      Ends ends,
      String topic,
      int partitions,
      LongSupplier clockNs) {
    this.clockNs = clockNs;
    this.committed = committed;
    this.ends = ends;
    this.partitions =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    committed.assign(this.partitions);
    committed.seekToBeginning(this.partitions);
  }

  /// Goes on from other offsets.
  ///
  /// @param offsets by partition; those that are not named begin at their beginning
  void seek(Map<Integer, Long> offsets) {
    for (TopicPartition partition : partitions) {
      Long offset = offsets.get(partition.partition());
      if (offset == null) {
        committed.seekToBeginning(List.of(partition));
      } else {
        committed.seek(partition, offset);
      }
    }
  }

  /// Returns how many offsets lie between what was read and the end, about the number of records.
  long left() {
    return ends.of(partitions).entrySet().stream()
        .mapToLong(end -> end.getValue() - committed.position(end.getKey()))
        .sum();
  }

  /// Reads on up to the present.
  ///
  /// @param records receives the records, those of a partition in their order
  /// @param read is told after each batch by how many offsets it went on
  /// @throws CommandFailedException if nothing has come for 60 s, as without a broker
  void catchUp(
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records, LongConsumer read) {
    Map<TopicPartition, Long> present = settled(ends.of(partitions));
    committed.resume(partitions);
    Set<TopicPartition> open = new HashSet<>(partitions);
    Map<TopicPartition, Long> at = positions();
    long movedNs = clockNs.getAsLong();
    while (true) {
      open.removeIf(partition -> isReached(partition, present.get(partition)));
      Map<TopicPartition, Long> now = positions();
      read.accept(
          now.entrySet().stream().mapToLong(one -> one.getValue() - at.get(one.getKey())).sum());
      if (open.isEmpty()) {
        return;
      }
      if (!now.equals(at)) {
        movedNs = clockNs.getAsLong();
      } else if (clockNs.getAsLong() - movedNs > STUCK.toNanos()) {
        TopicPartition stuck = open.iterator().next();
        throw new CommandFailedException(
            "%s cannot be read on at offset %d: nothing has come for %d s. Are its brokers running?"
                .formatted(stuck, now.get(stuck), STUCK.toSeconds()));
      }
      at.putAll(now);
      for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
        if (record.offset() < present.get(new TopicPartition(record.topic(), record.partition()))) {
          records.accept(record);
        }
      }
    }
  }

  private Map<TopicPartition, Long> positions() {
    return partitions.stream()
        .collect(Collectors.toMap(p -> p, committed::position, Math::max, HashMap::new));
  }

  /// Whether a partition is read up to its present end; what was read beyond it is read again.
  private boolean isReached(TopicPartition partition, long end) {
    long position = committed.position(partition);
    if (position < end) {
      return false;
    }
    if (position > end) {
      committed.seek(partition, end);
    }
    committed.pause(List.of(partition));
    return true;
  }

  private Map<TopicPartition, Long> settled(Map<TopicPartition, Long> logEnds) {
    long giveUpNs = System.nanoTime() + SETTLED_WITHIN_NS;
    while (true) {
      Map<TopicPartition, Long> stable = committed.endOffsets(partitions);
      TopicPartition open =
          partitions.stream()
              .filter(partition -> stable.get(partition) < logEnds.get(partition))
              .findFirst()
              .orElse(null);
      if (open == null) {
        return stable;
      }
      if (System.nanoTime() > giveUpNs) {
        throw new CommandFailedException(
            "a transaction has been open for more than 2 minutes on %s. Look for it with kafka-transactions.sh find-hanging"
                .formatted(open));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while Kafka was being read", e);
    }
  }

  @Override
  public void close() {
    committed.close();
  }
}
