package dev.eddy.stream.record;

import java.util.Locale;

/// What became of a record of the `ratings` topic. Every record has exactly one outcome.
public enum Outcome {
  /// A rating of an item that the user had not rated.
  NEW,
  /// A rating in place of an earlier one.
  REPLACED,
  /// An event without a rating: the first of its kind with the item, or a later one.
  CHOSEN,
  /// A rating taken back.
  WITHDRAWN,
  /// The same event again, or one older than what is known.
  IGNORED,
  /// The user named by the key was forgotten.
  FORGOTTEN,
  /// The record went to the dead-letter topic.
  REJECTED,
  /// The generation leaves such events out.
  LEFT_OUT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /// Returns the name as metrics and JSON carry it.
  public String label() {
    return label;
  }
}
