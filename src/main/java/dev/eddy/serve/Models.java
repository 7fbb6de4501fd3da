package dev.eddy.serve;

import dev.eddy.http.ProblemException;
import java.util.List;

/// The generations of the model, as operators see and delete them. Any thread may ask.
public interface Models {

  /// A generation.
  ///
  /// @param generation its number
  /// @param here whether it is the one that this instance learns
  /// @param instances how many members its consumer group has: threads of instances that learn it
  /// @param topics that are its own; ratings, catalog and users belong to all
  record Generation(int generation, boolean here, int instances, List<String> topics) {

    /// Tells whether somebody learns it.
    boolean hasLearners() {
      return here || instances > 0;
    }
  }

  /// Returns all generations in the order of their numbers.
  ///
  /// @throws ProblemException 503 if Kafka does not answer
  List<Generation> list();

  /// Deletes what Kafka holds of a generation that nobody learns.
  ///
  /// @throws ProblemException 503 if Kafka does not answer, 409 if somebody learns it by now
  void delete(Generation generation);
}
