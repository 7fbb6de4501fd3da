package dev.eddy.event;

import java.util.OptionalDouble;

/// An event without a rating, valid in itself: a user viewed, played or bought an item, or passed
/// it over. What it is worth [Kinds] says.
///
/// The same user, item, kind and time is the same event, however often it arrives.
///
/// @param userId who; not empty, at most 256 bytes in UTF-8
/// @param itemId what; not empty, at most 256 bytes in UTF-8
/// @param kind one of `events.kinds`
/// @param value how much, such as seconds watched or pieces bought, finite and at least 0; empty
///     where nothing is said
/// @param timestampMs event time, milliseconds since 1970
/// @param weight how much the event counts, 0–10; 1 is normal
/// @param source which application published it, or an empty string
/// @param requestId the request whose list led to it, or an empty string
public record Interaction(
    String userId,
    String itemId,
    String kind,
    OptionalDouble value,
    long timestampMs,
    float weight,
    String source,
    String requestId)
    implements UserEvent {}
