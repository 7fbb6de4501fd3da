package dev.eddy.stream;

import dev.eddy.failure.Failure;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;

/// What an instance finds at its start and cannot work with: topics that are not as they must be,
/// a broker that is too old, a state folder that somebody else uses. The message says what to do.
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Says why Kafka Streams could not load the items, which it does before it starts.
  ///
  /// @return `thrown` itself where nobody can be told what to do
  static RuntimeException of(StreamsException thrown, String bootstrapServers) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Failure failure -> {
          return new StartException(failure.getMessage(), thrown);
        }
        case TimeoutException late -> {
          return new StartException(
              "Kafka at %s (stream.bootstrap-servers) does not deliver the items in time: %s Look for its load and its quotas"
                  .formatted(bootstrapServers, late.getMessage()),
              thrown);
        }
        default -> {
          // What it follows from may tell more.
        }
      }
    }
    return thrown;
  }
}
