package dev.eddy.stream;

import dev.eddy.stream.record.TopicNames;
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
/// @param backgroundShare of a core that work of one model may take for which nobody waits
/// @param shadow whether another engine of the same instance reads the same inputs and tells others
///     what became of them: rejected records, and what the monitors of drift say
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
    double backgroundShare,
    boolean shadow,
    Map<String, String> kafka) {

  private static final int MOST_CORES = 256;

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
    if (!(backgroundShare > 0 && backgroundShare <= MOST_CORES)) {
      throw new IllegalArgumentException(
          "stream.background-share is %s, but must be above 0 and at most %d"
              .formatted(backgroundShare, MOST_CORES));
    }
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "stream.bootstrap-servers is empty, but must name a broker such as localhost:9092");
    }
    if ("streams".equalsIgnoreCase(kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      throw new IllegalArgumentException(
          "kafka.group.protocol is 'streams', which ignores the settings of standby replicas."
              + " Remove it");
    }
    String guarantee = kafka.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
    if (guarantee != null && !guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
      // Rows that leave the memory early are safe only in the transaction of what follows from
      // them.
      throw new IllegalArgumentException(
          "kafka.processing.guarantee is '"
              + guarantee
              + "', but each rating always counts exactly once. Remove it");
    }
  }

  /// Returns the same for an engine in the shadow of another one.
  public StreamSettings inShadow() {
    return new StreamSettings(
        bootstrapServers,
        names,
        partitions,
        replication,
        threads,
        commitIntervalMs,
        stateDir,
        cacheBytes,
        rocksDbBytes,
        repartition,
        choices,
        backgroundShare,
        true,
        kafka);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "stream.%s is %d, but must be between %d and %d".formatted(name, value, min, max));
    }
  }
}
