package dev.eddy.factorization;

/// An item's row as its owner published it, the work of all partitions merged. Immutable: whoever
/// holds one may read it for as long as it likes.
///
/// @param values the model's parameters; not to be changed
/// @param count how many ratings of the item stand
/// @param sequences for each partition the sequence number of its last delta that is contained
public record MergedItem(float[] values, int count, Sequences sequences) {}
