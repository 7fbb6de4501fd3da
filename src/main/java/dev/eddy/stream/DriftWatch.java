package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;

/// How drift is watched, and where what it says is put up.
///
/// @param settings how
/// @param board of this instance
record DriftWatch(DriftSettings settings, DriftBoard board) {}
