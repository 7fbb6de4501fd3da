package dev.eddy.serve.operations;

import dev.eddy.serve.backend.Snapshots;
import java.util.Locale;

/// A snapshot as it is told.
///
/// @param state `running`, `done` or `failed`
/// @param step absent before the first one
/// @param problem absent unless it failed
record SnapshotAnswer(
    int number, String folder, String state, String step, long done, long total, String problem) {

  static SnapshotAnswer of(Snapshots.Snapshot snapshot) {
    return new SnapshotAnswer(
        snapshot.number(),
        snapshot.folder(),
        snapshot.state().name().toLowerCase(Locale.ROOT),
        snapshot.step(),
        snapshot.done(),
        snapshot.total(),
        snapshot.problem());
  }
}
