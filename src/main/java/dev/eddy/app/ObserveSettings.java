package dev.eddy.app;

/// What operators see of an instance.
///
/// @param metrics whether anything is counted and timed
/// @param log how log lines are written
record ObserveSettings(boolean metrics, LogFormat log) {}
