package dev.eddy.table;

import dev.eddy.event.RatingEvent;

/// One row of a table of ratings: the event, or why there is none.
///
/// @param line the line on which it begins, from 1, a header counted
/// @param place its number among the rows, from 0, a header not counted
/// @param event what the row says, or a rejection
/// @param cells what stood there, where it was refused; else null
public record RatingRow(long line, long place, RatingEvent event, Cells cells) {

  /// What stood in the columns of a row that was refused; each may be null.
  public record Cells(
      String userId, String itemId, String rating, String kind, String value, String time) {}
}
