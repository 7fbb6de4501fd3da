package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eddy.event.EventWriter;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.StartException;
import dev.eddy.stream.record.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What producers that are not Eddy's own send, and how it is delivered.
class DeliveryIT {

  @TempDir static Path folder;

  private static RunningEddy start(SharedKafka kafka, Map<String, String> settings) {
    return RunningEddy.start(kafka, folder.resolve(kafka.topic("state")), settings);
  }

  private static Producer<byte[], byte[]> plainProducer(SharedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> at(int partition, String topic, Rating rating) {
    return new ProducerRecord<>(topic, partition, utf8(rating.userId()), EventWriter.write(rating));
  }

  // Whether it comes while the instance runs, or is there when it starts.
  @Test
  void shouldStopAtAMergedRowOfAnotherFormat() {
    SharedKafka kafka = SharedKafka.namespace("newer");
    try (RunningEddy eddy = start(kafka, Map.of());
        Producer<byte[], byte[]> producer = plainProducer(kafka)) {
      eddy.publisher().publish(Rating.of("ann", "Alien", 4, 1));
      eddy.publisher().flush();
      eddy.awaitSums(1);
      var _ =
          producer.send(
              new ProducerRecord<>(kafka.names().itemFactors(), utf8("Alien"), new byte[] {2, 1}));
      producer.flush();
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(eddy.engine().stopped().getNow("it runs"))
                      .contains("the row of item Alien has format version 2"));
    }
    assertThatThrownBy(() -> start(kafka, Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the row of item Alien has format version 2");
  }

  @Test
  void shouldRejectARecordOnTheWrongPartition() {
    SharedKafka kafka = SharedKafka.namespace("strict");
    try (RunningEddy eddy = start(kafka, Map.of());
        Producer<byte[], byte[]> producer = plainProducer(kafka)) {
      for (int partition = 0; partition < 4; partition++) {
        var _ =
            producer.send(
                at(partition, kafka.names().ratings(), Rating.of("ann", "Alien", 4, partition)));
      }
      producer.flush();
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertThat(eddy.count(Outcome.REJECTED)).isEqualTo(3));
      eddy.awaitSums(1);
    }
  }

  @Test
  void shouldRekeyRecordsOfAnyPartitionWhereThatIsAskedFor() {
    SharedKafka kafka = SharedKafka.namespace("rekey");
    try (RunningEddy eddy = start(kafka, Map.of("stream.repartition", "true"));
        Producer<byte[], byte[]> producer = plainProducer(kafka)) {
      for (int n = 0; n < 400; n++) {
        var _ =
            producer.send(
                at(n % 4, kafka.names().ratings(), Rating.of("u" + n % 20, "i" + n, 4, n)));
      }
      var _ =
          producer.send(
              new ProducerRecord<>(
                  kafka.names().ratings(), null, EventWriter.write(Rating.of("x", "i", 4, 1))));
      var _ =
          producer.send(
              new ProducerRecord<>(kafka.names().ratings(), utf8("u0"), utf8("no rating")));
      var _ =
          producer.send(
              new ProducerRecord<>(
                  kafka.names().ratings(),
                  null,
                  utf8("{\"userId\":\"x\",\"itemId\":\"i\",\"kind\":\"view\",\"timestamp\":2}")));
      producer.flush();
      eddy.awaitSums(401);
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertThat(eddy.count(Outcome.CHOSEN)).isEqualTo(1));
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertThat(eddy.count(Outcome.REJECTED)).isEqualTo(1));
    }
  }

  @Test
  void shouldChangeAListAfterOneRatingOfAPlainProducer() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("plain");
    try (RunningEddy eddy = start(kafka, Map.of());
        Producer<byte[], byte[]> producer = plainProducer(kafka)) {
      for (int fan = 0; fan < 60; fan++) {
        boolean scifi = fan % 2 == 0;
        for (String item : new String[] {"Alien", "Aliens", "Predator"}) {
          eddy.publisher().publish(Rating.of("fan" + fan, item, scifi ? 5 : 1, 1));
        }
        for (String item : new String[] {"Emma", "Persuasion", "Clueless"}) {
          eddy.publisher().publish(Rating.of("fan" + fan, item, scifi ? 1 : 5, 1));
        }
      }
      eddy.publisher().flush();
      eddy.awaitSums(360);
      List<String> before = recommended(eddy);
      var _ =
          producer.send(
              new ProducerRecord<>(
                  kafka.names().ratings(),
                  utf8("ann"),
                  utf8("{\"userId\":\"ann\",\"itemId\":\"Emma\",\"rating\":0.5,\"timestamp\":5}")));
      producer.flush();
      eddy.awaitSums(361);
      assertThat(before).hasSize(6).contains("Emma");
      assertThat(recommended(eddy)).hasSize(5).doesNotContain("Emma");
    }
  }

  private static List<String> recommended(RunningEddy eddy) throws Exception {
    List<String> items = new ArrayList<>();
    eddy.get("/v1/users/ann/recommendations?n=6")
        .get("items")
        .forEach(item -> items.add(item.get("itemId").asText()));
    return items;
  }
}
