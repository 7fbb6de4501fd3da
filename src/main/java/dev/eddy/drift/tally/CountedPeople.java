package dev.eddy.drift.tally;

import dev.eddy.factorization.user.User;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// What is known of users.
///
/// @param users by id; null for somebody unknown
/// @param attributes of a user, by name
/// @param isActive whether a user's activity is counted already, so that changes of it are to be
///     told; others are counted by [DriftCounter#ratedEarlier]
public record CountedPeople(
    Function<String, User> users,
    Function<String, Map<String, String>> attributes,
    Predicate<String> isActive) {}
