package dev.eddy.app.publish;

import dev.eddy.drift.DriftSettings;
import dev.eddy.event.Exposure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs lists that were served to the topic `exposures`, without ever holding an answer up: they
/// wait in a bounded queue for a thread of their own. What does not fit, because Kafka is slow or
/// away, is lost and counted.
public final class ExposureLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExposureLog.class);
  private static final int CAPACITY = 10_000;
  private static final Duration LAST_CHANCE = Duration.ofSeconds(2);

  private final BlockingQueue<Exposure> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final EventPublisher publisher;
  private final boolean enabled;
  private final Counter lost;
  private final Thread thread;
  private volatile boolean closed;

  public ExposureLog(EventPublisher publisher, DriftSettings settings, MeterRegistry registry) {
    this.publisher = publisher;
    enabled = settings.enabled() && settings.logLists();
    lost =
        Counter.builder("eddy.exposures.lost")
            .description("Served lists that could not be logged")
            .register(registry);
    thread = Thread.ofPlatform().daemon().name("eddy-exposures").start(this::run);
  }

  /// Logs a list, or counts it as lost.
  public void log(Exposure exposure) {
    if (enabled && !waiting.offer(exposure)) {
      lost.increment();
    }
  }

  private void run() {
    while (!closed || !waiting.isEmpty()) {
      try {
        Exposure next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          publisher.publish(next, e -> onLoss(e));
        }
      } catch (InterruptedException e) {
        return;
      } catch (KafkaException e) {
        onLoss(e);
      }
    }
  }

  private void onLoss(Exception e) {
    lost.increment();
    LOG.debug("A served list could not be logged", e);
  }

  /// Gives what waits a last chance.
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(LAST_CHANCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
