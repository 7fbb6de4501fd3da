package dev.eddy.app.publish;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.challenger.Promotion;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the topic of promotions has said so far. Any thread may ask.
final class SeenPromotions {

  private static final Logger LOG = LoggerFactory.getLogger(SeenPromotions.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final String topic;
  private final Consumer<Promotion> taken;
  private Promotion latest;

  /// The largest time that was seen, whose promotion need not be the latest one.
  private long latestMs = Long.MIN_VALUE;

  /// Creates one that has seen nothing.
  ///
  /// @param topic for the log
  /// @param taken is given each promotion in turn
  SeenPromotions(String topic, Consumer<Promotion> taken) {
    this.topic = topic;
    this.taken = taken;
  }

  /// Takes over the value of a record. One that is no promotion is skipped, and told of in the log.
  void take(byte[] json) {
    try {
      Promotion promotion = JSON.readValue(json, Promotion.class);
      note(Objects.requireNonNull(promotion, "it is null"));
    } catch (IOException | RuntimeException e) { // the records behind it must still be read
      LOG.error("Skipped a record of {}: {}", topic, e.getMessage(), e);
    }
  }

  private void note(Promotion promotion) {
    taken.accept(promotion);
    synchronized (this) {
      latest = promotion;
      latestMs = Math.max(latestMs, promotion.timeMs());
      notifyAll();
    }
  }

  /// Waits until a promotion, or a later one, was taken over.
  ///
  /// @return whether it was in time
  synchronized boolean await(Promotion promotion, Duration within) throws InterruptedException {
    long giveUpNs = System.nanoTime() + within.toNanos();
    while (latestMs < promotion.timeMs()) {
      long leftNs = giveUpNs - System.nanoTime();
      if (leftNs <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, leftNs);
    }
    return true;
  }

  /// Returns the latest promotion; empty before the first.
  synchronized Optional<Promotion> latest() {
    return Optional.ofNullable(latest);
  }
}
