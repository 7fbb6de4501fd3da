package dev.eddy.app.instance;

import dev.eddy.http.ProblemException;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.CurrentBrakes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an operator is told of a change of brakes whose record is on its way through the topic.
final class MovedBrakes {

  /// So long a change may take to come back from Kafka.
  static final Duration WITHIN = Duration.ofSeconds(10);

  private MovedBrakes() {}

  /// Waits until changes have come back from the topic, whose order all instances keep to.
  ///
  /// @throws ProblemException if they do not come back, or were refused
  static void await(CurrentBrakes brakes, List<BrakeChange> changes, Duration within) {
    try {
      if (!brakes.await(changes, within)) {
        throw ProblemException.unavailable(
            "Kafka has the change, but this instance has not read it back within %d s. It holds once that has happened; see GET /v1/admin/brakes"
                .formatted(within.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable(
          "interrupted before the change came back from Kafka; see GET /v1/admin/brakes", e);
    }
    for (BrakeChange change : changes) {
      Optional<String> refusal = brakes.refusal(change);
      if (refusal.isPresent()) {
        throw ProblemException.conflict(
            "%s was not moved: %s".formatted(change.brake(), refusal.get()));
      }
    }
  }
}
