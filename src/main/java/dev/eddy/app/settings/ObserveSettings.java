package dev.eddy.app.settings;

/// What operators see of an instance.
///
/// @param metrics whether anything is counted and timed
/// @param log how log lines are written
public record ObserveSettings(boolean metrics, LogFormat log) {}
