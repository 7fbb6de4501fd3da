package dev.eddy.stream.record;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/// The clients of Kafka Streams: the usual ones, except that the consumer of input is a
/// [BatchingConsumer] and the producer a [FailingProducer].
public final class BatchingClients extends DefaultKafkaClientSupplier {

  private final String learned;
  private final String deltas;

  /// Creates a supplier.
  ///
  /// @param learned the topic of ratings that are learned
  /// @param deltas the topic of what was learned of items
  public BatchingClients(String learned, String deltas) {
    this.learned = learned;
    this.deltas = deltas;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new BatchingConsumer(config, learned, deltas);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new FailingProducer(config);
  }
}
