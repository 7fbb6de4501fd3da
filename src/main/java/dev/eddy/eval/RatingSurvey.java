package dev.eddy.eval;

import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.table.DataFileException;
import dev.eddy.table.NoRatingsException;
import dev.eddy.table.Tally;

/// What a first reading of a file of ratings tells.
///
/// @param scale the scale that was given, else the one that the ratings have
/// @param tally how many rows there are, and which are refused
public record RatingSurvey(RatingScale scale, Tally tally) {

  /// Reads a file to its end, and its scale off the data.
  ///
  /// @throws DataFileException if it cannot be read, or its scale cannot; [NoRatingsException] if
  ///     no row is a rating
  public static RatingSurvey of(RatingFile file) throws DataFileException {
    RatingValues values = new RatingValues();
    RatingSurvey survey = read(file, RatingScale.WIDEST.rules(), null, values);
    return new RatingSurvey(values.scale(file.path()), survey.tally);
  }

  /// Reads a file to its end.
  ///
  /// @param scale which the rules have
  /// @throws DataFileException if it cannot be read; [NoRatingsException] if no row is a rating
  public static RatingSurvey of(RatingFile file, RatingRules rules, RatingScale scale)
      throws DataFileException {
    return read(file, rules, scale, new RatingValues());
  }

  private static RatingSurvey read(
      RatingFile file, RatingRules rules, RatingScale scale, RatingValues values)
      throws DataFileException {
    Tally tally = new Tally();
    file.read(
        rules,
        row -> {
          tally.add(row);
          if (row.event() instanceof Rating rating) {
            values.add(rating.rating().orElseThrow());
          }
          return true;
        });
    if (tally.valid() == 0) {
      throw new NoRatingsException(file.path(), tally);
    }
    return new RatingSurvey(scale, tally);
  }
}
