package dev.eddy.serve.backend;

import java.util.List;

/// The generations of the model, as operators see and delete them. Any thread may ask.
public interface Models {

  /// A generation.
  ///
  /// @param generation its number
  /// @param here whether this instance learns it, or is about to
  /// @param instances how many members its consumer group has: threads of instances that learn it
  /// @param behind how many records of the ratings it has not learned yet
  /// @param secondsLeft how long it will take to catch up, at the pace of the last minute; null
  ///     where it does not come nearer, or was not asked for within that minute
  /// @param topics that are its own; ratings, catalog and users belong to all
  record Generation(
      int generation,
      boolean here,
      int instances,
      long behind,
      Long secondsLeft,
      List<String> topics) {

    /// Tells whether somebody learns it.
    public boolean hasLearners() {
      return here || instances > 0;
    }
  }

  /// Returns all generations in the order of their numbers.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not answer
  List<Generation> list();

  /// Deletes what Kafka holds of a generation that nobody learns. If it was promoted last, the one
  /// that serves is promoted in its place.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not answer, 409 if somebody learns it
  ///     by now
  void delete(Generation generation);
}
