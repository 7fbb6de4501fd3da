package dev.eddy.app.publish;

import dev.eddy.challenger.Promotion;
import dev.eddy.stream.StreamSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the topic of promotions. Whoever closes it waits for no answer of Kafka: the thread that
/// reads closes the consumer.
public final class PromotionReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PromotionReader.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final int RETRY_MS = 1_000;

  private final PromotionTopic topic;
  private final SeenPromotions seen;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile Thread follower;
  private volatile boolean closed;

  /// Creates one that reads nothing before [#start].
  ///
  /// @param taken is given each promotion in turn
  public PromotionReader(StreamSettings settings, Consumer<Promotion> taken) {
    topic = new PromotionTopic(settings);
    seen = new SeenPromotions(topic.name(), taken);
  }

  /// Reads the latest promotion once; empty before the first. Where there is no topic, none is
  /// created.
  ///
  /// @throws KafkaException if Kafka refuses or does not answer in time
  public static Optional<Promotion> latest(StreamSettings settings) {
    PromotionTopic topic = new PromotionTopic(settings);
    SeenPromotions seen = new SeenPromotions(topic.name(), any -> {});
    try (KafkaConsumer<byte[], byte[]> consumer = topic.open()) {
      if (topic.isThere(consumer)) {
        topic.read(consumer, seen::take, () -> false);
      }
    }
    return seen.latest();
  }

  /// Creates the topic where it is missing, reads what it has, and follows it from then on; stops
  /// early once it is closed. To be called once.
  ///
  /// @throws KafkaException if Kafka refuses or does not answer in time
  public void start() {
    topic.create();
    KafkaConsumer<byte[], byte[]> opened = topic.open();
    consumer = opened;
    try {
      topic.read(opened, seen::take, () -> closed);
    } catch (KafkaException e) {
      opened.close();
      if (!closed) {
        throw e;
      }
      return;
    }
    follower = Thread.ofPlatform().name("eddy-promotions").daemon().start(() -> follow(opened));
  }

  private void follow(KafkaConsumer<byte[], byte[]> opened) {
    try (opened) {
      while (!closed) {
        try {
          topic.poll(opened, seen::take);
        } catch (WakeupException e) {
          return; // it is being closed
        } catch (KafkaException e) {
          LOG.warn("The topic {} cannot be read, trying again: {}", topic.name(), e.getMessage());
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until a promotion, or a later one, was taken over.
  ///
  /// @return whether it was in time
  public boolean await(Promotion promotion, Duration within) throws InterruptedException {
    return seen.await(promotion, within);
  }

  /// Returns the latest promotion; empty before the first.
  public Optional<Promotion> latest() {
    return seen.latest();
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> toWake = consumer;
    if (toWake != null) {
      toWake.wakeup();
    }
    Thread toEnd = follower;
    try {
      if (toEnd != null && !toEnd.join(CLOSE_WITHIN)) {
        LOG.warn("The reader of {} does not stop", topic.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
