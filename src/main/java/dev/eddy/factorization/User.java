package dev.eddy.factorization;

/// All that is kept of a user. One thread, the owner, changes it; any thread may take snapshots of
/// its parts.
///
/// @param row what the model knows of the user
/// @param history the user's ratings
public record User(UserRow row, History history) {}
