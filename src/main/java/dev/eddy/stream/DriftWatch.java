package dev.eddy.stream;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.lists.CurrentBrakes;

/// How drift is watched, and where what it says is put up.
///
/// @param settings how
/// @param governor what is done about it
/// @param board of this instance
/// @param brakes in force on this instance
record DriftWatch(
    DriftSettings settings, GovernorSettings governor, DriftBoard board, CurrentBrakes brakes) {}
