package dev.eddy.serve.backend;

import java.util.Optional;

/// Snapshots that the instance makes, as operators see them. Any thread may ask.
public interface Snapshots {

  /// How far a snapshot is.
  enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /// A snapshot.
  ///
  /// @param number since the instance started, from 1
  /// @param folder where it is, on the disk of the instance
  /// @param state how far it is
  /// @param step what is being done, or was done last; null before the first step
  /// @param done how many of that step are done
  /// @param total how many that step has
  /// @param problem why it failed; null where it did not
  record Snapshot(
      int number, String folder, State state, String step, long done, long total, String problem) {}

  /// Begins a snapshot, and does not wait for it.
  ///
  /// @throws dev.eddy.http.ProblemException 409 while another one is made, and where no folder is
  ///     set
  Snapshot start();

  /// Returns a snapshot, empty if there is none of that number.
  Optional<Snapshot> find(int number);
}
