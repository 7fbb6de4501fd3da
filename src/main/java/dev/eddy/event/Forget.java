package dev.eddy.event;

/// A record without a value: all ratings of the user that its key names, and what follows from
/// them, are to be removed. Attributes have a topic of their own, and go by a record of that.
///
/// @param userId the user to forget
public record Forget(String userId) implements RatingEvent {}
