package dev.eddy.stream;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/// How the stream runs.
///
/// @param bootstrapServers where Kafka is, `host:port` and more after commas
/// @param names of topics and application
/// @param partitions how many the input and delta topics get when they are created
/// @param replication how many copies the topics get when they are created
/// @param threads stream threads of this instance
/// @param commitIntervalMs how often rows are written back, deltas sent and offsets committed
/// @param stateDir where RocksDB keeps its files
/// @param cacheBytes decoded rows kept in memory, over all tasks
/// @param rocksDbBytes RocksDB's memory, over all stores
/// @param repartition whether ratings on a wrong partition are sent to the right one first,
///     instead of being rejected
/// @param choices whether it is learned what users choose, beside how they rate it
/// @param kafka settings passed on to Kafka Streams and its clients as they are
public record StreamSettings(
    String bootstrapServers,
    TopicNames names,
    int partitions,
    int replication,
    int threads,
    long commitIntervalMs,
    Path stateDir,
    long cacheBytes,
    long rocksDbBytes,
    boolean repartition,
    boolean choices,
    Map<String, String> kafka) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public StreamSettings {
    kafka = Map.copyOf(kafka);
    check("partitions", partitions, 1, 10_000);
    check("replication", replication, 1, 10);
    check("threads", threads, 1, 256);
    check("commit-interval-ms", commitIntervalMs, 10, 120_000);
    check("cache-bytes", cacheBytes, 1 << 20, 1L << 40);
    check("rocksdb-bytes", rocksDbBytes, 16 << 20, 1L << 40);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "stream.bootstrap-servers is empty, it must name a broker such as localhost:9092");
    }
    if ("streams".equalsIgnoreCase(kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      throw new IllegalArgumentException(
          "kafka.group.protocol is 'streams', with which the settings of standbys are ignored:"
              + " leave it out");
    }
    String guarantee = kafka.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
    if (guarantee != null && !guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
      // Rows that leave the memory early are safe only in the transaction of what follows from
      // them.
      throw new IllegalArgumentException(
          "kafka.processing.guarantee is '"
              + guarantee
              + "', but each rating counts exactly once: leave it out");
    }
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "stream.%s is %d, allowed is %d to %d".formatted(name, value, min, max));
    }
  }
}
