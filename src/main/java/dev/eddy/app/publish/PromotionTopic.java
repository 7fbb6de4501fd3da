package dev.eddy.app.publish;

import dev.eddy.stream.StreamSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topic of promotions, whose order all instances keep to. It is compacted, so that the latest
/// promotion is there for as long as the topic is.
final class PromotionTopic {

  private static final Logger LOG = LoggerFactory.getLogger(PromotionTopic.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final StreamSettings settings;
  private final TopicPartition topic;

  PromotionTopic(StreamSettings settings) {
    this.settings = settings;
    topic = new TopicPartition(settings.names().promotions(), 0);
  }

  /// Returns what it is called.
  String name() {
    return topic.topic();
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return config;
  }

  /// Creates the topic where it is missing.
  ///
  /// @throws KafkaException if Kafka refuses or does not answer
  void create() {
    NewTopic missing =
        new NewTopic(name(), Optional.of(1), Optional.of((short) settings.replication()))
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try (Admin admin = Admin.create(config())) {
      admin.createTopics(List.of(missing)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      LOG.info("Created topic {}", name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(
            "the topic %s cannot be created: %s".formatted(name(), e.getCause()), e.getCause());
      }
    } catch (TimeoutException e) {
      throw new KafkaException("no answer about the topic " + name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating the topic " + name(), e);
    }
  }

  /// Returns a consumer that creates no topic and has read nothing.
  KafkaConsumer<byte[], byte[]> open() {
    Map<String, Object> config = config();
    config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG); // it is no member of a group
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Returns whether the topic is there.
  boolean isThere(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.listTopics(TIMEOUT).containsKey(name());
  }

  /// Reads from the beginning to what is the end when it begins.
  ///
  /// @param taken is given the value of each record
  /// @param closed whether to stop before the end
  /// @throws KafkaException if Kafka refuses, or the end is not reached within 30 s
  void read(
      KafkaConsumer<byte[], byte[]> consumer, Consumer<byte[]> taken, BooleanSupplier closed) {
    long giveUpNs = System.nanoTime() + TIMEOUT.toNanos();
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
    long end = consumer.endOffsets(List.of(topic), TIMEOUT).get(topic);
    while (!closed.getAsBoolean() && consumer.position(topic, TIMEOUT) < end) {
      if (System.nanoTime() - giveUpNs > 0) {
        throw new KafkaException(
            "the topic %s was not read to its end within %d s"
                .formatted(name(), TIMEOUT.toSeconds()));
      }
      poll(consumer, taken);
    }
  }

  /// Reads what comes next, for half a second at most.
  void poll(KafkaConsumer<byte[], byte[]> consumer, Consumer<byte[]> taken) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      taken.accept(record.value());
    }
  }
}
