package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.stream.StreamSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The clients by which snapshots are read from Kafka and written to it.
final class KafkaClients implements AutoCloseable {

  private static final int TIMEOUT_S = 30;
  private static final int RECORDS_AT_ONCE = 20_000;
  private static final int FETCH_BYTES = 4 << 20;
  private static final int BATCH_BYTES = 256 << 10;

  private final StreamSettings settings;
  private final Admin admin;

  KafkaClients(StreamSettings settings) {
    this.settings = settings;
    try {
      admin = Admin.create(config());
    } catch (KafkaException e) {
      throw failed("connecting", e);
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return config;
  }

  Admin admin() {
    return admin;
  }

  /// Returns what a request to Kafka gives.
  ///
  /// @throws CommandFailedException if it fails
  <T> T get(String what, KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(what + " was interrupted", e);
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (TimeoutException e) {
      throw failed(what, e);
    }
  }

  CommandFailedException failed(String what, Throwable cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new CommandFailedException(
        "%s at Kafka, %s, failed: %s".formatted(what, settings.bootstrapServers(), why), cause);
  }

  /// Returns a topic, empty where there is none of that name.
  Optional<TopicDescription> describe(String topic) {
    try {
      return Optional.of(
          admin
              .describeTopics(List.of(topic))
              .topicNameValues()
              .get(topic)
              .get(TIMEOUT_S, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("describing a topic was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failed("describing the topic " + topic, e.getCause());
    } catch (TimeoutException e) {
      throw failed("describing the topic " + topic, e);
    }
  }

  /// Returns a reader of a topic.
  TopicReader reader(String topic, int partitions) {
    Map<String, Object> config = config();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_S * 1000);
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return new TopicReader(consumer, this::logEnds, topic, partitions);
  }

  /// Returns the ends of logs, transactions that are open included.
  private Map<TopicPartition, Long> logEnds(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    return listed(asked);
  }

  /// Returns the earliest or the latest offsets of partitions of one topic, by their numbers.
  Map<Integer, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<Integer, Long> offsets = new HashMap<>();
    listed(asked).forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return offsets;
  }

  private Map<TopicPartition, Long> listed(Map<TopicPartition, OffsetSpec> asked) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get("asking for offsets", admin.listOffsets(asked).all())
        .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  /// Returns the offsets that the group of a generation has committed, of all its topics.
  Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        new HashMap<>(
            get(
                "asking for the offsets of the group " + group,
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
    offsets.values().removeIf(offset -> offset == null);
    return offsets;
  }

  /// Returns a producer whose records all arrive once, and in order.
  Producer<byte[], byte[]> producer() {
    Map<String, Object> config = config();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A topic that was just created may refuse a producer's first batch and take its second. The
    // first is out of order from then on, and is sent again until it expires (Kafka 4.3.1: a
    // broker takes any sequence number from a producer of which it knows nothing).
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    admin.close();
  }
}
