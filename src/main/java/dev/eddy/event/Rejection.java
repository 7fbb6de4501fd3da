package dev.eddy.event;

/// A record that cannot be used, and why.
///
/// @param reason one of the closed list, for counting
/// @param detail what exactly is wrong, for the person who has to mend it
public record Rejection(RejectReason reason, String detail) implements RatingEvent {}
