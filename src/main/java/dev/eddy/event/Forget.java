package dev.eddy.event;

/// A record without a value: everything known of the user that its key names is to be removed.
///
/// @param userId the user to forget
public record Forget(String userId) implements RatingEvent {}
