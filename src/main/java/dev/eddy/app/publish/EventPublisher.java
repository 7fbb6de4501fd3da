package dev.eddy.app.publish;

import dev.eddy.challenger.Promotion;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventWriter;
import dev.eddy.event.Exposure;
import dev.eddy.event.UserAttributes;
import dev.eddy.event.UserEvent;
import dev.eddy.lists.BrakeChange;
import dev.eddy.stream.drift.SignalWriter;
import dev.eddy.stream.record.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Publishes events to Kafka, each acknowledged by all replicas and none twice.
public final class EventPublisher implements AutoCloseable {

  private static final int DELIVERY_TIMEOUT_MS = 30_000;
  private static final int LINGER_MS = 5;

  /// All promotions have one key, so that compaction leaves the latest.
  private static final String PROMOTION_KEY = "champion";

  private final Map<String, Object> config;
  private final TopicNames names;
  private Producer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /// Creates a publisher; it connects when it first publishes.
  public EventPublisher(String bootstrapServers, TopicNames names, Map<String, String> kafka) {
    this.names = names;
    config = new HashMap<>(kafka);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS / 2);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) DELIVERY_TIMEOUT_MS);
  }

  /// Returns the producer, made when it is first needed: that fails while the broker's name
  /// cannot be resolved, as when a cluster starts.
  private synchronized Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  /// Publishes events and returns when all are acknowledged.
  ///
  /// @return the last offset that was written, by partition
  /// @throws KafkaException if one is not
  public Map<Integer, Long> publishAndWait(List<? extends UserEvent> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (UserEvent event : events) {
      Future<RecordMetadata> future = producer().send(record(event));
      if (future.state() == Future.State.FAILED) { // as each of the others would, after a while
        var _ = await(future);
      }
      sent.add(future);
    }
    Map<Integer, Long> offsets = new HashMap<>();
    for (Future<RecordMetadata> future : sent) {
      RecordMetadata written = await(future);
      offsets.merge(written.partition(), written.offset(), Math::max);
    }
    return offsets;
  }

  /// Publishes that a user is to be forgotten, ratings and attributes, and returns when that is
  /// acknowledged.
  ///
  /// @return the offset that was written among the ratings, by partition
  /// @throws KafkaException if one of the two records is not
  public Map<Integer, Long> forgetAndWait(String userId) {
    Future<RecordMetadata> attributes =
        producer().send(new ProducerRecord<>(names.users(), bytes(userId), null));
    Future<RecordMetadata> ratings =
        producer().send(new ProducerRecord<>(names.ratings(), bytes(userId), null));
    var _ = await(attributes);
    RecordMetadata written = await(ratings);
    return Map.of(written.partition(), written.offset());
  }

  /// Publishes a catalog entry, or its end, and returns when that is acknowledged.
  ///
  /// @param json the entry; null takes it away
  /// @throws KafkaException if it is not
  public void publishItemAndWait(String itemId, byte[] json) {
    var _ = await(producer().send(new ProducerRecord<>(names.items(), bytes(itemId), json)));
  }

  /// Publishes a user's attributes and returns when they are acknowledged.
  ///
  /// @throws KafkaException if they are not
  public void publishUserAndWait(String userId, byte[] json) {
    var _ = await(producer().send(new ProducerRecord<>(names.users(), bytes(userId), json)));
  }

  /// Publishes what somebody was shown, and returns when that is acknowledged.
  ///
  /// @throws KafkaException if it is not
  public void publishAndWait(Exposure exposure) {
    var _ = await(producer().send(record(exposure)));
  }

  /// Publishes changes of brakes, in this order, and returns when all are acknowledged.
  ///
  /// @throws KafkaException if one is not
  public void publishBrakesAndWait(List<BrakeChange> changes) {
    List<Future<RecordMetadata>> sent =
        changes.stream()
            .map(
                change ->
                    producer()
                        .send(
                            new ProducerRecord<>(
                                names.driftSignals(),
                                bytes(SignalWriter.BRAKE),
                                SignalWriter.write(change))))
            .toList();
    sent.forEach(EventPublisher::await);
  }

  /// Publishes which generation serves, and returns when that is acknowledged.
  ///
  /// @throws KafkaException if it is not
  public void publishAndWait(Promotion promotion) {
    var _ =
        await(
            producer()
                .send(
                    new ProducerRecord<>(
                        names.promotions(), bytes(PROMOTION_KEY), SignalWriter.write(promotion))));
  }

  private static RecordMetadata await(Future<RecordMetadata> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RecordTooLargeException tooLarge
          ? tooLarge
          : new KafkaException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for Kafka", e);
    }
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  /// Publishes what a user did without waiting; [#flush] tells whether all arrived.
  public void publish(UserEvent event) {
    send(record(event));
  }

  /// Publishes what somebody was shown, without waiting.
  ///
  /// @param onLoss is told why, should it not arrive
  public void publish(Exposure exposure, Consumer<Exception> onLoss) {
    var _ =
        producer()
            .send(
                record(exposure),
                (metadata, e) -> {
                  if (e != null) {
                    onLoss.accept(e);
                  }
                });
  }

  private ProducerRecord<byte[], byte[]> record(Exposure exposure) {
    return new ProducerRecord<>(
        names.exposures(), bytes(exposure.userId()), EventWriter.write(exposure));
  }

  /// Publishes bytes that are no valid rating, so that the stream may judge them.
  ///
  /// @param key the user's id, or null where none can be told
  public void publishRaw(byte[] key, byte[] value) {
    send(new ProducerRecord<>(names.ratings(), key, value));
  }

  /// Publishes a catalog entry without waiting.
  public void publish(CatalogItem item) {
    send(new ProducerRecord<>(names.items(), bytes(item.itemId()), EventWriter.write(item)));
  }

  /// Publishes a user's attributes without waiting.
  public void publish(UserAttributes user) {
    send(new ProducerRecord<>(names.users(), bytes(user.userId()), EventWriter.write(user)));
  }

  private ProducerRecord<byte[], byte[]> record(UserEvent event) {
    return new ProducerRecord<>(names.ratings(), bytes(event.userId()), EventWriter.write(event));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var _ =
        producer()
            .send(
                record,
                (metadata, e) -> {
                  if (e != null) {
                    failure.compareAndSet(null, e);
                  }
                });
  }

  /// Waits until everything published is acknowledged.
  ///
  /// @throws KafkaException if something is not
  public void flush() {
    producer().flush();
    Exception first = failure.getAndSet(null);
    if (first != null) {
      throw new KafkaException(
          "Kafka has not acknowledged all records: " + first.getMessage(), first);
    }
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
