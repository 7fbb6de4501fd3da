package dev.eddy.store;

/// The records of a row do not belong to one moment: one that another counts on is missing or
/// older. A reader beside the owner sees that for a moment, and so does a copy that follows two
/// changelogs; for the owner it happens after a crash without transactions alone.
public final class TornRowException extends CorruptRowException {

  private static final long serialVersionUID = 1L;

  TornRowException(String message) {
    super(message);
  }
}
