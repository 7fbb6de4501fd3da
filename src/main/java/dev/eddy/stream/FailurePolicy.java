package dev.eddy.stream;

import dev.eddy.store.CorruptRowException;
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
final class FailurePolicy {

  /// More failures than this within [#WINDOW] are a pattern.
  static final int MAX_FAILURES = 5;

  static final Duration WINDOW = Duration.ofMinutes(5);

  private final Deque<Long> failuresMs = new ArrayDeque<>();

  /// Notes a failure.
  ///
  /// @param nowMs when it happened
  /// @return why the instance must stop, for people; null where a new thread is worth a try
  synchronized String onFailure(Throwable failure, long nowMs) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isHopeless(cause)) {
        return cause.getMessage() != null ? cause.getMessage() : cause.toString();
      }
    }
    failuresMs.addLast(nowMs);
    while (failuresMs.getFirst() < nowMs - WINDOW.toMillis()) {
      failuresMs.removeFirst();
    }
    return failuresMs.size() <= MAX_FAILURES
        ? null
        : "stream threads failed %d times within %d minutes, last with: %s"
            .formatted(failuresMs.size(), WINDOW.toMinutes(), rootOf(failure));
  }

  private static boolean isHopeless(Throwable cause) {
    return cause instanceof CorruptRowException
        || cause instanceof StateMismatchException
        || cause instanceof AuthorizationException
        || cause instanceof AuthenticationException
        || cause instanceof MissingSourceTopicException;
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
