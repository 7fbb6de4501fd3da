package dev.eddy.eval;

import dev.eddy.table.DataFileException;
import it.unimi.dsi.fastutil.doubles.Double2LongMap;
import it.unimi.dsi.fastutil.doubles.Double2LongOpenHashMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/// The values that ratings have, and the scale that follows: from the smallest to the largest, so
/// that no row is left out. Values far from the others that look like codes for "not rated" are
/// not guessed at: whoever reads the file is asked.
final class RatingValues {

  /// What data sets write where there is no rating.
  private static final Set<Double> CODES =
      Set.of(0.0, -1.0, -2.0, -9.0, -99.0, -999.0, -9999.0, 9.0, 98.0, 99.0, 255.0, 999.0, 9999.0);

  /// More values are no grades, and their gaps say nothing.
  private static final int MOST_VALUES = 100_000;

  /// Of so many values those at one end may be codes.
  private static final int MOST_CODES = 2;

  /// So many times the widest gap between the others is far, of a usual code.
  private static final double FAR = 1.5;

  /// So many other values say how far is far, of a value that is no usual code.
  private static final int ENOUGH = 5;

  private final Double2LongOpenHashMap counts = new Double2LongOpenHashMap();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private boolean tooMany;

  void add(double rating) {
    min = Math.min(min, rating);
    max = Math.max(max, rating);
    if (!tooMany) {
      counts.addTo(rating + 0.0, 1); // takes -0 for 0
      tooMany = counts.size() > MOST_VALUES;
    }
  }

  /// Returns the scale; of no ratings the usual one.
  ///
  /// @param path for what has to be told
  /// @throws DataFileException if there is no scale, or somebody has to say which it is
  RatingScale scale(Path path) throws DataFileException {
    if (min > max) { // nothing is rated
      return RatingScale.UNSAID;
    }
    if (!(min < max)) {
      throw new DataFileException(
          path,
          "all ratings are %s, so the scale cannot be detected: give --scale LO:HI"
              .formatted(number(max)));
    }
    if (!tooMany) {
      askForCodes(path);
    }
    return new RatingScale(min, max);
  }

  private void askForCodes(Path path) throws DataFileException {
    TreeMap<Double, Long> sorted = new TreeMap<>();
    for (Double2LongMap.Entry entry : counts.double2LongEntrySet()) {
      sorted.put(entry.getDoubleKey(), entry.getLongValue());
    }
    List<Double> values = new ArrayList<>(sorted.keySet());
    int first = codesAtEnd(values, 1);
    int above = codesAbove(values.subList(first, values.size()));
    int below = codesAtEnd(values.subList(0, values.size() - above), 1);
    List<Double> rest = values.subList(below, values.size() - above);
    if (below + above == 0) {
      return;
    }
    List<String> codes = new ArrayList<>();
    for (Double value : values) {
      if (!rest.contains(value)) {
        codes.add("%,d ratings are %s".formatted(sorted.get(value), number(value)));
      }
    }
    String inner = number(rest.getFirst()) + ":" + number(rest.getLast());
    String outer = number(min) + ":" + number(max);
    throw new DataFileException(
        path,
        ("%s, far from the others (%s to %s): codes for 'not rated'? Use --scale %s to leave them"
                + " out, or --scale %s to keep them")
            .formatted(
                String.join(" and ", codes),
                number(rest.getFirst()),
                number(rest.getLast()),
                inner,
                outer));
  }

  private static int codesAbove(List<Double> values) {
    return codesAtEnd(values.reversed().stream().map(value -> -value).toList(), -1);
  }

  /// Returns how many of the first values are far from all that follow.
  ///
  /// @param values in rising order; with the sign changed where the last ones are meant
  /// @param sign by which they are as they were, 1 or -1
  private static int codesAtEnd(List<Double> values, int sign) {
    for (int codes = Math.min(MOST_CODES, values.size() - 2); codes > 0; codes--) {
      List<Double> rest = values.subList(codes, values.size());
      double gap = rest.getFirst() - values.get(codes - 1);
      double range = rest.getLast() - rest.getFirst();
      boolean usual =
          values.subList(0, codes).stream().allMatch(v -> CODES.contains(sign * v + 0.0));
      boolean isFar =
          usual
              ? gap > FAR * widestGap(rest) && gap > range / 10
              : rest.size() >= ENOUGH && gap > range;
      if (isFar) {
        return codes;
      }
    }
    return 0;
  }

  private static double widestGap(List<Double> values) {
    double widest = 0;
    for (int i = 1; i < values.size(); i++) {
      widest = Math.max(widest, values.get(i) - values.get(i - 1));
    }
    return widest;
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%d", (long) value)
        : Double.toString(value);
  }
}
