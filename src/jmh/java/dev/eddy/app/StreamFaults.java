package dev.eddy.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Faults of what comes in: the broker, topics, records.
final class StreamFaults {

  private static final int GARBAGE = 20_000;
  private static final int GARBAGE_BYTES = 200;
  private static final int PER_SECOND = 200;
  private static final int AHEAD = 100;

  private StreamFaults() {}

  /// The broker dies and is away for a while.
  static ObjectNode brokerGone(FaultStage stage) throws IOException, InterruptedException {
    stage.start("a");
    stage.flow();
    stage.begins();
    stage.broker().kill();
    stage.lasts();
    stage.ends();
    stage.broker().start();
    return stage.healed("by itself, once the broker is back");
  }

  /// Somebody deletes the topic `ratings`.
  static ObjectNode topicDeleted(FaultStage stage) throws IOException, InterruptedException {
    ServedEddy eddy = stage.start("a");
    stage.flow();
    stage.hush();
    stage.begins();
    try (Admin admin =
        Admin.create(
            Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                stage.broker().bootstrapServers()))) {
      admin.deleteTopics(List.of("ratings")).all().get();
    } catch (ExecutionException e) {
      throw new CommandFailedException("cannot delete the topic", e.getCause());
    }
    stage.letWrite();
    stage.awaitEnd(eddy);
    stage.ends();
    eddy.start();
    stage.awaitReady(eddy);
    stage.flowAgain();
    return stage.healed("a start makes the topic again; what was learned from the old one stays");
  }

  /// Somebody writes what is no rating into one partition of `ratings`.
  static ObjectNode garbage(FaultStage stage) throws IOException, InterruptedException {
    stage.start("a");
    stage.flow();
    stage.begins();
    Garbler garbler = new Garbler(new Random(1));
    try (Producer<byte[], byte[]> producer = bytes(stage)) {
      for (int n = 0; n < GARBAGE; n++) {
        byte[] value = garbler.bytes(garbler.below(GARBAGE_BYTES));
        var _ = producer.send(new ProducerRecord<>("ratings", 0, garbler.bytes(8), value));
      }
    }
    stage.reject(GARBAGE);
    stage.ends();
    return stage.healed("by itself: each such record is a dead letter, byte for byte");
  }

  private static Producer<byte[], byte[]> bytes(FaultStage stage) {
    return new KafkaProducer<>(
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stage.broker().bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /// The clocks of producers jump: twenty hours forward, ten years back, and two days forward.
  static ObjectNode clockJumps(FaultStage stage) throws IOException, InterruptedException {
    stage.start("a");
    long nowMs = System.currentTimeMillis();
    stage.flow(PER_SECOND, n -> at(n, nowMs + jump(n).toMillis()));
    stage.begins();
    try (Producer<byte[], byte[]> producer = bytes(stage)) {
      for (int n = 0; n < AHEAD; n++) {
        ProducerRecord<String, String> ahead = at(n, nowMs + Duration.ofDays(2).toMillis());
        var _ = producer.send(
            new ProducerRecord<>(
                "ratings", ahead.key().getBytes(UTF_8), ahead.value().getBytes(UTF_8)));
      }
    }
    stage.reject(AHEAD);
    stage.lasts();
    stage.ends();
    return stage.healed(
        "by itself; events more than a day ahead are dead letters, to be retried when the day is"
            + " there");
  }

  private static Duration jump(int n) {
    return switch (n / PER_SECOND % 3) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofHours(20);
      default -> Duration.ofDays(-3650);
    };
  }

  private static ProducerRecord<String, String> at(int n, long timeMs) {
    ProducerRecord<String, String> rating = SteadyRatings.distinct(n);
    String value =
        rating.value().replaceAll("\"timestamp\":[0-9]+", "\"timestamp\":" + timeMs);
    return new ProducerRecord<>("ratings", rating.key(), value);
  }
}
