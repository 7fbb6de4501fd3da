package dev.eddy.app.publish;

import dev.eddy.stream.StreamSettings;
import dev.eddy.stream.record.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the dead-letter topic from its beginning to its present end.
public final class DeadLetterReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int TIMEOUT_MS = 15_000;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;

  public DeadLetterReader(StreamSettings settings) {
    topic = settings.names().deadLetters();
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Returns dead letters, partition by partition in their order.
  ///
  /// @param reason only those rejected for this reason; null for all
  /// @param limit at most so many
  public List<ConsumerRecord<byte[], byte[]>> read(String reason, int limit) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    while (letters.size() < limit && !reached(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (letters.size() < limit && (reason == null || reason.equals(reasonOf(record)))) {
          letters.add(record);
        }
      }
    }
    return letters;
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static String reasonOf(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(DeadLetters.REASON);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
