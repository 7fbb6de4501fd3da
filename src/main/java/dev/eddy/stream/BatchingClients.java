package dev.eddy.stream;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/// The clients of Kafka Streams: the usual ones, except that the consumer of input hands over some
/// records in batches.
final class BatchingClients extends DefaultKafkaClientSupplier {

  private final Set<String> topics;

  /// Creates a supplier.
  ///
  /// @param topics whose records are handed over in batches
  BatchingClients(Set<String> topics) {
    this.topics = topics;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new BatchingConsumer(config, topics);
  }
}
