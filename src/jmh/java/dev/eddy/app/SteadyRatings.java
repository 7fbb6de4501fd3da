package dev.eddy.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Records of `ratings` at a steady rate. The producer is idempotent and patient, as one should be
/// whose records count: it sends each again until Kafka has acknowledged it, for ten minutes.
final class SteadyRatings implements AutoCloseable {

  private static final int USERS = 2_000;
  private static final int ITEMS = 500;
  private static final int PATIENCE_MS = 600_000;

  private final int perSecond;
  private final IntFunction<ProducerRecord<String, String>> records;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unacknowledged = new AtomicLong();
  private final Producer<String, String> producer;
  private final Thread thread;
  private volatile long sent;
  private volatile boolean stop;

  /// Begins.
  ///
  /// @param records what is sent, by its number from 0 on
  SteadyRatings(
      String bootstrapServers,
      int perSecond,
      IntFunction<ProducerRecord<String, String>> records) {
    this.perSecond = perSecond;
    this.records = records;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS),
            new StringSerializer(),
            new StringSerializer());
    thread = Thread.ofPlatform().name("steady-ratings").start(this::publish);
  }

  /// Returns a rating of a pair of user and item that no other number has.
  static ProducerRecord<String, String> distinct(int n) {
    String user = "u" + (n % USERS + n / (USERS * ITEMS) * USERS);
    int item = (n / USERS + n % USERS) % ITEMS;
    return new ProducerRecord<>(
        "ratings",
        user,
        "{\"userId\":\"%s\",\"itemId\":\"i%d\",\"rating\":%d,\"timestamp\":%d}"
            .formatted(user, item, 1 + (n * 31L + item) % 5, 1_700_000_000_000L + n));
  }

  private void publish() {
    long startNs = System.nanoTime();
    try {
      for (int n = 0; !stop; n++) {
        var _ =
            producer.send(
                records.apply(n),
                (metadata, e) ->
                    (e == null ? acknowledged : unacknowledged).incrementAndGet());
        sent = n + 1L;
        long dueNs = startNs + n * 1_000_000_000L / perSecond;
        if (dueNs > System.nanoTime()) {
          Thread.sleep(Duration.ofNanos(dueNs - System.nanoTime()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /// Sends no more, and waits until Kafka has acknowledged or lost what was sent.
  void stop() throws InterruptedException {
    stop = true;
    thread.join();
    producer.flush();
  }

  long sent() {
    return sent;
  }

  /// Returns how many records Kafka has so far.
  long acknowledged() {
    return acknowledged.get();
  }

  /// Returns how many records Kafka has not taken in time.
  long unacknowledged() {
    return unacknowledged.get();
  }

  /// Ends at once, whatever is on its way.
  @Override
  public void close() {
    stop = true;
    thread.interrupt();
    producer.close(Duration.ZERO);
  }
}
