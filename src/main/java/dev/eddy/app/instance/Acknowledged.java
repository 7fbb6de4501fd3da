package dev.eddy.app.instance;

import dev.eddy.http.ProblemException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// Writes that callers wait for, and what they are told where Kafka does not take one.
final class Acknowledged {

  private Acknowledged() {}

  /// Writes.
  ///
  /// @throws ProblemException 413 for what is too large, 503 if Kafka does not acknowledge
  static void run(Runnable write) {
    var _ =
        get(
            () -> {
              write.run();
              return true;
            });
  }

  /// Writes, and returns what came of it.
  ///
  /// @throws ProblemException 413 for what is too large, 503 if Kafka does not acknowledge
  static <T> T get(Supplier<T> write) {
    try {
      return write.get();
    } catch (RecordTooLargeException e) {
      throw ProblemException.tooLarge("Kafka rejected the record as too large: " + e.getMessage());
    } catch (KafkaException e) {
      throw ProblemException.unavailable(
          "Kafka has not acknowledged the write; try again: " + e.getMessage(), e);
    }
  }
}
