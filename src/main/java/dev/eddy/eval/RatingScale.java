package dev.eddy.eval;

import java.util.Map;
import java.util.TreeMap;

/// The lowest and the highest rating of a data set.
///
/// @param min the lowest
/// @param max the highest
public record RatingScale(double min, double max) {

  /// A value is taken as common if at least this part of the ratings has it.
  private static final double COMMON = 0.01;

  /// A rare value next to the common ones belongs to the scale if it was seen this often.
  private static final int RARE = 3;

  private static final long MAX_ROWS = 2_000_000;

  /// Checks the order.
  public RatingScale {
    if (!(min < max)) {
      throw new IllegalArgumentException(
          "a scale needs two numbers, the lower first, as in 0.5:5, not " + min + ":" + max);
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
      throw new IllegalArgumentException("a scale is LO:HI, as in 0.5:5, not " + text, e);
    }
    throw new IllegalArgumentException("a scale is LO:HI, as in 0.5:5, not " + text);
  }

  /// Reads the scale off a file's first two million rows. Damaged lines must not widen it, so it
  /// spans the common values and what lies within one step of them, step by step, and occurs
  /// repeatedly.
  ///
  /// @throws DataFileException if the file cannot be read or has no usable row
  public static RatingScale of(RatingFile file) throws DataFileException {
    TreeMap<Double, Long> counts = new TreeMap<>();
    long[] rows = {0};
    file.read(
        row -> {
          if (row.isComplete()) {
            counts.merge(row.rating().getAsDouble(), 1L, Long::sum);
            rows[0]++;
          }
          return rows[0] < MAX_ROWS;
        });
    if (rows[0] == 0) {
      throw new DataFileException(file.path(), "has no line with a user, an item and a rating");
    }
    return of(counts, rows[0], file);
  }

  private static RatingScale of(TreeMap<Double, Long> counts, long rows, RatingFile file)
      throws DataFileException {
    TreeMap<Double, Long> common = new TreeMap<>();
    counts.forEach(
        (value, count) -> {
          if (count >= Math.max(1, COMMON * rows)) {
            common.put(value, count);
          }
        });
    if (common.isEmpty()) { // finely graded ratings: none is common
      return ofAll(counts, file);
    }
    double min = common.firstKey();
    double max = common.lastKey();
    double step = smallestStep(common);
    for (var next = counts.lowerEntry(min);
        next != null && min - next.getKey() <= step && next.getValue() >= RARE;
        next = counts.lowerEntry(min)) {
      min = next.getKey();
    }
    for (var next = counts.higherEntry(max);
        next != null && next.getKey() - max <= step && next.getValue() >= RARE;
        next = counts.higherEntry(max)) {
      max = next.getKey();
    }
    return min < max ? new RatingScale(min, max) : ofAll(counts, file);
  }

  private static RatingScale ofAll(TreeMap<Double, Long> counts, RatingFile file)
      throws DataFileException {
    if (counts.size() < 2) {
      throw new DataFileException(
          file.path(),
          "has only one rating value, "
              + counts.firstKey()
              + ", so its scale cannot be read off: give --scale LO:HI");
    }
    return new RatingScale(counts.firstKey(), counts.lastKey());
  }

  private static double smallestStep(TreeMap<Double, Long> common) {
    double step = Double.MAX_VALUE;
    Double before = null;
    for (Map.Entry<Double, Long> entry : common.entrySet()) {
      if (before != null) {
        step = Math.min(step, entry.getKey() - before);
      }
      before = entry.getKey();
    }
    return step == Double.MAX_VALUE ? 1 : step * 1.001;
  }
}
