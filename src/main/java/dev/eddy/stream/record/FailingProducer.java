package dev.eddy.stream.record;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A producer that does not time out before it sends: it fails.
///
/// Kafka Streams 4.3.1 takes a time-out in a processor for a corrupted task. It then commits the
/// transaction of its thread, with what the task has sent so far, reads the same events again and
/// sends it a second time (`TaskManager.handleCorruption`). Of what a producer does, only the
/// search for the partitions of a topic times out without ending the transaction. A failure stops
/// the thread, and its transaction with it.
final class FailingProducer extends KafkaProducer<byte[], byte[]> {

  FailingProducer(Map<String, Object> config) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /// Returns the partitions of a topic.
  ///
  /// @throws KafkaException if no broker tells in time
  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    try {
      return super.partitionsFor(topic);
    } catch (TimeoutException e) {
      throw new KafkaException("no broker told the partitions of " + topic + " in time", e);
    }
  }
}
