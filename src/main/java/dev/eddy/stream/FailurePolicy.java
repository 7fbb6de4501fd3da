package dev.eddy.stream;

import dev.eddy.failure.Failure;
import dev.eddy.failure.MissingPermissionException;
import dev.eddy.failure.MissingTopicException;
import dev.eddy.failure.Remedy;
import dev.eddy.failure.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/// Decides whether a failed stream thread is worth replacing.
///
/// Most failures pass: a broker restarts, a transaction times out. A thread that fails for what
/// no second try mends, or again and again, would only fill the log while nothing is learned;
/// then the instance stops, and whoever watches it (its operator, Kubernetes) sees that it did.
public final class FailurePolicy {

  /// More failures than this within [#WINDOW] are a pattern.
  static final int MAX_FAILURES = 5;

  static final Duration WINDOW = Duration.ofMinutes(5);

  private final Deque<Long> failuresMs = new ArrayDeque<>();

  /// Notes a failure.
  ///
  /// @param nowMs when it happened, by a clock that nobody sets
  /// @return why the instance must stop, for people; null where a new thread is worth a try
  public synchronized String onFailure(Throwable failure, long nowMs) {
    Failure known = classify(failure);
    return switch (Remedy.of(known)) {
      case STOP, DEAD_LETTER -> known.getMessage();
      case RETRY -> onPassingFailure(known, nowMs);
    };
  }

  private String onPassingFailure(Failure failure, long nowMs) {
    failuresMs.addLast(nowMs);
    while (failuresMs.getFirst() < nowMs - WINDOW.toMillis()) {
      failuresMs.removeFirst();
    }
    return failuresMs.size() <= MAX_FAILURES
        ? null
        : "stream threads failed %d times within %d minutes, last with: %s"
            .formatted(failuresMs.size(), WINDOW.toMinutes(), failure.getMessage());
  }

  /// Returns what a thread failed of, in the terms of [Failure].
  static Failure classify(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Failure failure -> {
          return failure;
        }
        case AuthorizationException _, AuthenticationException _ -> {
          return new MissingPermissionException(messageOf(cause), thrown);
        }
        case MissingSourceTopicException _ -> {
          return new MissingTopicException(
              "a topic that Eddy reads was deleted (%s). Start Eddy again: it creates the topic, and keeps what it has learned"
                  .formatted(messageOf(cause)),
              thrown);
        }
        default -> {
          // What it follows from may tell more.
        }
      }
    }
    return new UnavailableException(rootOf(thrown).toString(), thrown);
  }

  private static String messageOf(Throwable cause) {
    return cause.getMessage() != null ? cause.getMessage() : cause.toString();
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
