package dev.eddy.stream;

import dev.eddy.store.BoundedRocksDb;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// How Kafka Streams is configured: what the settings say, and what Eddy's way of keeping state
/// needs. What is passed through as `kafka.*` has the last word.
final class StreamsConfigs {

  private static final int TRANSACTION_TIMEOUT_MS = 5_000;
  private static final int SESSION_TIMEOUT_MS = 6_000;
  private static final int BATCH_BYTES = 256 << 10;
  private static final int RECORDS_AT_ONCE = 1_000;
  private static final int BATCHES_AT_ONCE = 16;
  private static final long PROBING_INTERVAL_MS = 60_000;

  private StreamsConfigs() {}

  /// Returns the configuration of one instance.
  ///
  /// @param self `host:port` at which other instances may ask this one
  static Properties of(StreamSettings settings, String self) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.names().applicationId());
    config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    config.put(BoundedRocksDb.MEMORY_CONFIG, Long.toString(settings.rocksDbBytes()));
    // Every store has a write-back cache of its own.
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    // What a stream thread has taken on it finishes before it turns to other partitions.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), RECORDS_AT_ONCE);
    config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BATCHES_AT_ONCE);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // A dead instance's open transaction holds readers of the deltas back until it times out. The
    // ordinary commit interval must fit well within.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        Math.toIntExact(Math.max(TRANSACTION_TIMEOUT_MS, 5 * settings.commitIntervalMs())));
    // How long the partitions of an instance that died stay unlearned.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        SESSION_TIMEOUT_MS);
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        SESSION_TIMEOUT_MS / 4);
    // An instance that joins first restores, and gets partitions when Kafka Streams next looks.
    config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_INTERVAL_MS);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 8 << 20);
    // Many small records a commit: in small batches they cost the broker more than their bytes.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    config.putAll(settings.kafka());
    return config;
  }
}
