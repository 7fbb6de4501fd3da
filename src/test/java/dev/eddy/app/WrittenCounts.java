package dev.eddy.app;

import dev.eddy.drift.Arm;
import dev.eddy.drift.WindowCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What the topic of counts for the monitors of drift says in all, of committed transactions.
final class WrittenCounts {

  private static final TopicPartition TOPIC = new TopicPartition("drift-counts-g1", 0);

  private final Map<Long, WindowCounts> windows = new HashMap<>();

  private WrittenCounts() {}

  static WrittenCounts read(String bootstrapServers) {
    WrittenCounts counts = new WrittenCounts();
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
      while (consumer.position(TOPIC) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> counts.add(record.value()));
      }
    }
    return counts;
  }

  private void add(byte[] encoded) {
    WindowCounts part = WindowCounts.decode(encoded);
    windows.computeIfAbsent(part.window(), WindowCounts::new).add(part);
  }

  /// Returns how many ratings were learned.
  long learned() {
    return windows.values().stream().mapToLong(window -> window.of(Arm.TREATED).error().n()).sum();
  }

  /// Returns how many users moved items, each once a window.
  long movers() {
    return windows.values().stream()
        .mapToLong(window -> window.of(Arm.TREATED).movements().users())
        .sum();
  }

  /// Returns how far users moved items.
  double moved() {
    return windows.values().stream()
        .mapToDouble(window -> window.of(Arm.TREATED).movements().sum())
        .sum();
  }

  /// Returns how many items of lists were shown.
  long shown() {
    return windows.values().stream()
        .flatMap(window -> window.of(Arm.TREATED).shown().values().stream())
        .mapToLong(times -> times)
        .sum();
  }

  /// Returns how many users have ratings.
  long active() {
    return windows.values().stream()
        .flatMap(window -> window.activity().values().stream())
        .mapToLong(users -> users)
        .sum();
  }
}
