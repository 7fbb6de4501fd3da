package dev.eddy.app.demo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.RunningEddy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker of the demo, killed.
class EmbeddedKafkaIT {

  private static final TopicPartition PARTITION = new TopicPartition("killed", 0);
  private static final String RECORD = "record";

  @TempDir static Path folder;

  @Test
  void shouldEndATransactionThatWasOpenWhenItWasKilled() throws Exception {
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      try (Admin admin =
              Admin.create(
                  Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
          Producer<String, String> producer = producer(broker)) {
        admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(PARTITION.topic(), RECORD, RECORD)).get();
        assertThat(end(admin, IsolationLevel.READ_COMMITTED)).isZero();
        broker.kill();
        broker.start();
        await()
            .atMost(RunningEddy.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(end(admin, IsolationLevel.READ_COMMITTED))
                        .as("a record and the mark that ends it")
                        .isEqualTo(2));
        producer.close(Duration.ZERO);
      }
    }
  }

  private static Producer<String, String> producer(BrokerProcess broker) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "open",
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            2_000),
        new StringSerializer(),
        new StringSerializer());
  }

  private static long end(Admin admin, IsolationLevel level) throws Exception {
    return admin
        .listOffsets(Map.of(PARTITION, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(PARTITION)
        .get()
        .offset();
  }
}
