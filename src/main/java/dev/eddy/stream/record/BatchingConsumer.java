package dev.eddy.stream.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A consumer that hands ratings and item deltas to Kafka Streams several at a time, and reads
/// deltas first ([Precedence]).
///
/// What Kafka Streams does for each record costs more than to learn from it: it looks at every
/// topic of the task, and formats a message for each that is idle (4.3.1,
/// `PartitionGroup.readyToProcess`). Records that arrived together, of one partition, are one
/// record to it. That record has the offset of the first of them: what Kafka Streams commits
/// is the offset of the first record that it has not processed.
final class BatchingConsumer extends KafkaConsumer<byte[], byte[]> {

  /// So many are handed over at once at most: a commit waits for the end of a batch.
  static final int MOST = 128;

  /// Those of a batch arrived in Kafka within so many milliseconds, so that records of other topics
  /// that lie between them in time are not far out of turn.
  private static final long TOGETHER_MS = 100;

  private static final byte[] NOTHING = {};

  private final Set<String> topics;
  private final Precedence precedence;

  /// This consumer, without what its owner is told of.
  private final Precedence.Partitions partitions =
      new Precedence.Partitions() {
        @Override
        public Set<TopicPartition> assignment() {
          return BatchingConsumer.super.assignment();
        }

        @Override
        public long lag(TopicPartition partition) {
          return currentLag(partition).orElse(0);
        }

        @Override
        public void pause(Collection<TopicPartition> some) {
          BatchingConsumer.super.pause(some);
        }

        @Override
        public void resume(Collection<TopicPartition> some) {
          BatchingConsumer.super.resume(some);
        }
      };

  /// Creates a consumer.
  ///
  /// @param learned the topic of which deltas are made
  /// @param deltas the topic that is read before it
  BatchingConsumer(Map<String, Object> config, String learned, String deltas) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    topics = Set.of(learned, deltas);
    precedence = new Precedence(deltas, learned);
  }

  @Override
  public void pause(Collection<TopicPartition> some) {
    precedence.ownerPauses(some);
    super.pause(some);
  }

  @Override
  public void resume(Collection<TopicPartition> some) {
    precedence.ownerResumes(some);
    super.resume(some);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = precedence.poll(partitions, () -> super.poll(timeout));
    if (polled.isEmpty()) {
      return polled;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> of = polled.records(partition);
      records.put(partition, topics.contains(partition.topic()) ? batched(of) : of);
    }
    return new ConsumerRecords<>(records, polled.nextOffsets());
  }

  /// Puts records of one partition together.
  static List<ConsumerRecord<byte[], byte[]>> batched(
      List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> batches = new ArrayList<>();
    for (int from = 0; from < records.size(); ) {
      int to = end(records, from);
      batches.add(batch(List.copyOf(records.subList(from, to))));
      from = to;
    }
    return batches;
  }

  private static int end(List<ConsumerRecord<byte[], byte[]>> records, int from) {
    long arrivedMs = records.get(from).timestamp();
    int to = from + 1;
    while (to < records.size()
        && to - from < MOST
        && Math.abs(records.get(to).timestamp() - arrivedMs) <= TOGETHER_MS) {
      to++;
    }
    return to;
  }

  private static ConsumerRecord<byte[], byte[]> batch(
      List<ConsumerRecord<byte[], byte[]>> records) {
    ConsumerRecord<byte[], byte[]> first = records.getFirst();
    return new ConsumerRecord<>(
        first.topic(),
        first.partition(),
        first.offset(),
        first.timestamp(),
        first.timestampType(),
        size(records, false),
        size(records, true),
        NOTHING,
        NOTHING,
        RecordBatch.of(records),
        first.leaderEpoch());
  }

  private static int size(List<ConsumerRecord<byte[], byte[]>> records, boolean ofValues) {
    int bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      bytes += Math.max(0, ofValues ? record.serializedValueSize() : record.serializedKeySize());
    }
    return bytes;
  }
}
