package dev.eddy.drift.monitor;

import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.Residuals;

/// What there is, beside what was counted in a window.
///
/// @param items how many items can be in lists, those never shown included
/// @param activity how many users have how many ratings
/// @param residuals how far ratings lie from what items were rated before, those of this window in
///     full and earlier ones less
public record Population(int items, Activity activity, Residuals residuals) {}
