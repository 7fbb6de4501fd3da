package dev.eddy.drift;

/// What there is, beside what was counted in a window.
///
/// @param items how many items can be in lists, those never shown included
/// @param activity how many users have how many ratings
public record Population(int items, Activity activity) {}
