package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Partitions are read while neither Kafka Streams nor the pace holds them, whoever let go first.
class PacedConsumerIT {

  private static final TopicPartition PARTITION = new TopicPartition("paced", 0);
  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  private final Set<TopicPartition> ahead = new HashSet<>();

  @BeforeAll
  static void publish() throws Exception {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(config);
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      NewTopic topic = new NewTopic("paced", Optional.of(1), Optional.<Short>empty());
      admin.createTopics(List.of(topic)).all().get();
      for (int n = 0; n < 100; n++) {
        producer.send(new ProducerRecord<>("paced", new byte[] {(byte) n})).get();
      }
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private PacedConsumer consumer() {
    PacedConsumer consumer =
        new PacedConsumer(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "max.poll.records",
                1,
                "auto.offset.reset",
                "earliest"),
            partition -> true,
            ahead::contains);
    consumer.assign(List.of(PARTITION));
    return consumer;
  }

  private static void awaitRecord(PacedConsumer consumer) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !consumer.poll(POLL).isEmpty());
  }

  private static void assertNothingComes(PacedConsumer consumer) {
    for (int n = 0; n < 10; n++) {
      assertThat(consumer.poll(POLL).isEmpty()).isTrue();
    }
  }

  @Test
  void shouldReadOnlyWhatNeitherSideHolds() {
    try (PacedConsumer consumer = consumer()) {
      awaitRecord(consumer);
      ahead.add(PARTITION);
      assertNothingComes(consumer);
      consumer.pause(List.of(PARTITION));
      ahead.clear();
      assertNothingComes(consumer);
      ahead.add(PARTITION);
      consumer.resume(List.of(PARTITION));
      assertNothingComes(consumer);
      ahead.clear();
      awaitRecord(consumer);
    }
  }

  /// A partition that is taken away and comes back is not paused any more, for anybody.
  @Test
  void shouldForgetAPauseOfAPartitionThatWentAndCameBack() {
    try (PacedConsumer consumer = consumer()) {
      awaitRecord(consumer);
      consumer.pause(List.of(PARTITION));
      assertNothingComes(consumer);
      consumer.assign(List.of());
      consumer.assign(List.of(PARTITION));
      ahead.add(PARTITION);
      assertNothingComes(consumer);
      ahead.clear();
      awaitRecord(consumer);
    }
  }
}
