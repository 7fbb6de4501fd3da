package dev.eddy.stream;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;

/// How the stream runs.
///
/// @param bootstrapServers where Kafka is, `host:port` and more after commas
/// @param names of topics and application
/// @param partitions how many the input and delta topics get when they are created
/// @param replication how many copies the topics get when they are created
/// @param guarantee `exactly_once_v2` or `at_least_once`
/// @param threads stream threads of this instance
/// @param commitIntervalMs how often rows are written back, deltas sent and offsets committed
/// @param stateDir where RocksDB keeps its files
/// @param cacheBytes decoded rows kept in memory, over all tasks
/// @param rocksDbBytes RocksDB's memory, over all stores
/// @param repartition whether ratings on a wrong partition are sent to the right one first,
///     instead of being rejected
/// @param kafka settings passed on to Kafka Streams and its clients as they are
public record StreamSettings(
    String bootstrapServers,
    TopicNames names,
    int partitions,
    int replication,
    String guarantee,
    int threads,
    long commitIntervalMs,
    Path stateDir,
    long cacheBytes,
    long rocksDbBytes,
    boolean repartition,
    Map<String, String> kafka) {

  private static final String EXACTLY_ONCE = "exactly_once_v2";
  private static final Set<String> GUARANTEES = Set.of(EXACTLY_ONCE, "at_least_once");

  /// Returns whether what a task reads, writes and sends is one transaction.
  boolean isExactlyOnce() {
    return guarantee.equals(EXACTLY_ONCE);
  }

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
    if (!GUARANTEES.contains(guarantee)) {
      throw new IllegalArgumentException(
          "stream.guarantee is '" + guarantee + "', allowed are exactly_once_v2 and at_least_once");
    }
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "stream.%s is %d, allowed is %d to %d".formatted(name, value, min, max));
    }
  }
}
