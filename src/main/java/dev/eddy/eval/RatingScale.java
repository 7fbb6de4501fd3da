package dev.eddy.eval;

import dev.eddy.event.EventSettings;
import dev.eddy.event.RatingRules;
import dev.eddy.table.DataFileException;
import java.time.Clock;

/// The lowest and the highest rating of a data set.
///
/// @param min the lowest
/// @param max the highest
public record RatingScale(double min, double max) {

  /// The widest scale that there may be.
  public static final RatingScale WIDEST =
      new RatingScale(-EventSettings.MOST_RATING, EventSettings.MOST_RATING);

  /// The scale where nothing is rated and nothing is said.
  public static final RatingScale UNSAID = new RatingScale(0.5, 5);

  /// Checks the order.
  public RatingScale {
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "the scale must be two numbers, the lower first, such as 0.5:5, not " + min + ":" + max);
    }
  }

  /// Reads `LO:HI`.
  ///
  /// @throws IllegalArgumentException if the text is not that
  public static RatingScale parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 2) {
        return new RatingScale(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the scale must be LO:HI, such as 0.5:5, not " + text, e);
    }
    throw new IllegalArgumentException("the scale must be LO:HI, such as 0.5:5, not " + text);
  }

  /// Reads the scale off a file: the smallest and the largest rating that occur.
  ///
  /// @throws DataFileException if the file cannot be read, has no usable row, or has values that
  ///     may be codes
  public static RatingScale of(RatingFile file) throws DataFileException {
    return RatingSurvey.of(file).scale();
  }

  /// Returns rules by which ratings of this scale are valid, with all limits at their defaults.
  public RatingRules rules() {
    return new RatingRules(EventSettings.forScale(min, max), Clock.systemUTC());
  }

  @Override
  public String toString() {
    return RatingValues.number(min) + ":" + RatingValues.number(max);
  }
}
