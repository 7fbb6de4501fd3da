package dev.eddy.snapshot;

/// A line of `items.jsonl`: what is known of an item beside its numbers, which lie in the same row
/// of the matrices; or of `waiting.jsonl`: all that is known of an item that is not admitted.
///
/// @param itemId the item
/// @param ratings how many ratings of it stand; null for 0
/// @param ratedMs when it was last rated, event time; null where that is not known
/// @param account the sum of its ratings, as values of the link, and their number; null for none
/// @param trainedOn of factors that were trained elsewhere, how many ratings of the item they rest
///     on; null where nobody says
record ItemLine(String itemId, Integer ratings, Long ratedMs, float[] account, Integer trainedOn) {}
