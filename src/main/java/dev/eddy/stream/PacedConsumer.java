package dev.eddy.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A consumer that leaves some partitions alone for a while, whatever Kafka Streams would like:
///
/// - those that have learned too far ahead of the merging, and
/// - those that are ahead of others in the order of arrival.
///
/// A plain consumer drains one partition before it turns to the next; users of partitions that
/// end early would not be rehearsed while the items move on.
///
/// Kafka Streams pauses partitions itself, while a task is restored or its buffer is full. Those
/// stay paused: a partition is read only while neither side holds it.
final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

  /// While a partition is held, it is looked at again after this.
  private static final Duration HELD_POLL = Duration.ofMillis(5);

  /// Records that arrived this closely together may be read in any order ...
  private static final long SLACK_MS = 2;

  /// ... and those of an old backlog, within this part of its age.
  private static final double SLACK = 0.002;

  /// Nobody waits longer for a partition that gives nothing: its leader may be down.
  private static final long PATIENCE_MS = 5_000;

  private final Predicate<TopicPartition> learned;
  private final Predicate<TopicPartition> ahead;
  private final Map<TopicPartition, Read> reads = new HashMap<>();
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();
  private final Set<TopicPartition> held = new HashSet<>();

  /// What was last read of a partition.
  ///
  /// @param arrivedMs when the last record arrived in Kafka
  /// @param atMs when it was read
  private record Read(long arrivedMs, long atMs) {}

  /// Creates a consumer.
  ///
  /// @param learned which partitions are paced at all
  /// @param ahead which of them are ahead of the merging; asked before each poll, by the polling
  ///     thread
  PacedConsumer(
      Map<String, Object> config,
      Predicate<TopicPartition> learned,
      Predicate<TopicPartition> ahead) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.learned = learned;
    this.ahead = ahead;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    hold();
    ConsumerRecords<byte[], byte[]> records =
        super.poll(held.isEmpty() || timeout.compareTo(HELD_POLL) < 0 ? timeout : HELD_POLL);
    for (TopicPartition partition : records.partitions()) {
      if (learned.test(partition)) {
        ConsumerRecord<byte[], byte[]> last = records.records(partition).getLast();
        reads.put(partition, new Read(last.timestamp(), System.currentTimeMillis()));
      }
    }
    return records;
  }

  private void hold() {
    Set<TopicPartition> assigned = assignment();
    Set<TopicPartition> paused = paused(); // a partition that went and came back is not, any more
    pausedByStreams.retainAll(paused);
    held.retainAll(paused);
    reads.keySet().retainAll(assigned);
    double limitMs = limitMs();
    for (TopicPartition partition : assigned) {
      if (learned.test(partition) && (arrivedMs(partition) > limitMs || ahead.test(partition))) {
        held.add(partition);
      } else if (held.remove(partition) && !pausedByStreams.contains(partition)) {
        super.resume(Set.of(partition));
      }
    }
    super.pause(held);
  }

  private long arrivedMs(TopicPartition partition) {
    Read read = reads.get(partition);
    return read == null ? 0 : read.arrivedMs;
  }

  /// Returns until when records may have arrived that are read next: a little later than those of
  /// the partition that is most behind.
  private double limitMs() {
    double limitMs = Double.POSITIVE_INFINITY;
    long nowMs = System.currentTimeMillis();
    for (Map.Entry<TopicPartition, Read> entry : reads.entrySet()) {
      Read read = entry.getValue();
      if (nowMs - read.atMs <= PATIENCE_MS
          && currentLag(entry.getKey()).orElse(0) > 0
          && !pausedByStreams.contains(entry.getKey())) {
        double slackMs = Math.max(SLACK_MS, SLACK * (nowMs - read.arrivedMs));
        limitMs = Math.min(limitMs, read.arrivedMs + slackMs);
      }
    }
    return limitMs;
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
    super.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(partitions);
    Set<TopicPartition> free = new HashSet<>(partitions);
    free.removeAll(held);
    super.resume(free);
  }
}
