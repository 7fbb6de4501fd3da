package dev.eddy.app.instance;

import dev.eddy.stream.Generations;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many records of the ratings a generation has not learned yet, as Kafka said of late: whoever
/// looks does not wait for Kafka. Any thread may ask.
final class Lag {

  private static final Logger LOG = LoggerFactory.getLogger(Lag.class);
  private static final long UNKNOWN = -1;

  private final LongSupplier kafka;
  private volatile long latest = UNKNOWN;

  /// Creates one that does not know yet.
  ///
  /// @param kafka asks
  Lag(LongSupplier kafka) {
    this.kafka = kafka;
  }

  /// Asks Kafka now.
  ///
  /// @throws Generations.KafkaUnavailableException if it does not answer
  long ask() {
    latest = kafka.getAsLong();
    return latest;
  }

  /// Asks Kafka for those who look.
  void refresh() {
    try {
      var _ = ask();
    } catch (Generations.KafkaUnavailableException e) {
      latest = UNKNOWN;
      LOG.debug("Nobody knows how far the challenger is", e);
    }
  }

  /// Returns what was said last; empty where nothing was.
  OptionalLong latest() {
    long known = latest;
    return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
