package dev.eddy.event;

/// What one record of the `ratings` topic turned out to be.
public sealed interface RatingEvent permits UserEvent, Forget, Rejection {}
