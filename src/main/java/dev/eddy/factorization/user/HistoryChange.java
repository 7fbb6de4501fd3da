package dev.eddy.factorization.user;

/// What one rating event did to a user's history.
public enum HistoryChange {
  /// The item was not rated before, or its rating had been withdrawn.
  NEW,
  /// An earlier rating of the item gave way to this one.
  REPLACED,
  /// A standing rating was taken back.
  WITHDRAWN,
  /// Nothing that stands changed: the same event again, one older than what is known, or the
  /// withdrawal of something not rated.
  IGNORED
}
