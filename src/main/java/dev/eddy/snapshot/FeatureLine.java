package dev.eddy.snapshot;

/// A line of `features.jsonl`: the row of a feature of items or users, by which newcomers start.
///
/// @param feature its reserved id
/// @param values its row, in the layout of an item or a user
/// @param ratings how many ratings of it stand
record FeatureLine(String feature, float[] values, int ratings) {}
