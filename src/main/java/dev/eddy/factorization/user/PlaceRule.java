package dev.eddy.factorization.user;

/// Which of two events for one place of a history stands: the later by (event time, offset),
/// whichever arrives first.
final class PlaceRule {

  private PlaceRule() {}

  /// Says what an event does to a history.
  ///
  /// @param event the event; a withdrawal is not live
  /// @param known what has the place of the event, standing or withdrawn; null where nothing has
  /// @param byKind whether the history is of events without a rating
  static HistoryChange judge(History.Entry event, History.Entry known, boolean byKind) {
    if (known == null) {
      return event.live() ? HistoryChange.NEW : HistoryChange.IGNORED;
    }
    if (isOld(event, known, byKind)) {
      return HistoryChange.IGNORED;
    }
    if (event.live()) {
      return known.live() ? HistoryChange.REPLACED : HistoryChange.NEW;
    }
    return known.live() ? HistoryChange.WITHDRAWN : HistoryChange.IGNORED;
  }

  /// Returns whether an event comes too late to stand, or again.
  ///
  /// @param known what has the place of the event
  /// @param byKind whether the history is of events without a rating
  static boolean isOld(History.Entry event, History.Entry known, boolean byKind) {
    if (isBefore(event, known)) {
      return true;
    }
    boolean isSame = byKind || isSameRating(event, known) || event.offset() == known.offset();
    return event.timeMs() == known.timeMs() && isSame;
  }

  private static boolean isBefore(History.Entry event, History.Entry known) {
    return event.timeMs() != known.timeMs()
        ? event.timeMs() < known.timeMs()
        : event.offset() < known.offset();
  }

  private static boolean isSameRating(History.Entry event, History.Entry known) {
    return event.live() == known.live()
        && event.rating() == known.rating()
        && event.weight() == known.weight();
  }
}
