package dev.eddy.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A file of ratings: MovieLens `u.data` (tabs), `ratings.dat` (`::`), `ratings.csv`, or any CSV
/// whose header names user, item and rating and perhaps a timestamp, in any order; each also
/// `.gz`.
///
/// Timestamps of data sets are seconds and become milliseconds; values too large for seconds are
/// taken as milliseconds already. A file without timestamps has its line numbers in their place,
/// one second apart, so that its order is its time.
public final class RatingFile {

  /// Seconds beyond this (the year 5138) must be milliseconds.
  private static final long MAX_SECONDS = 100_000_000_000L;

  private final Path path;
  private final Columns columns;
  private final boolean header;
  private final int user;
  private final int item;
  private final int rating;
  private final int timestamp;

  private RatingFile(
      Path path, Columns columns, boolean header, int user, int item, int rating, int timestamp) {
    this.path = path;
    this.columns = columns;
    this.header = header;
    this.user = user;
    this.item = item;
    this.rating = rating;
    this.timestamp = timestamp;
  }

  /// One line of the file.
  ///
  /// @param line its number, from 1, the header counted
  /// @param text the line itself
  /// @param userId the user, or null where the line is damaged
  /// @param itemId the item, or null where the line is damaged
  /// @param ratingText the rating as it stands there, or null where the line is damaged
  /// @param timestampText the time as it stands there, or null where it has none
  /// @param rating the rating; empty where it is no number
  /// @param timestampMs the event time; empty where it is no number
  public record Row(
      long line,
      String text,
      String userId,
      String itemId,
      String ratingText,
      String timestampText,
      OptionalDouble rating,
      OptionalLong timestampMs) {

    /// Returns true if the line holds a user, an item, a number and a time.
    public boolean isComplete() {
      return userId != null
          && !userId.isEmpty()
          && itemId != null
          && !itemId.isEmpty()
          && rating.isPresent()
          && Double.isFinite(rating.getAsDouble())
          && timestampMs.isPresent();
    }
  }

  /// What is done with each line.
  public interface RowHandler {
    /// Takes a line and returns false to stop reading.
    boolean handle(Row row) throws IOException;
  }

  /// Recognizes a file by its name and its first line.
  ///
  /// @throws DataFileException if it does not exist, is empty or has a format that is not known
  public static RatingFile open(Path path) throws DataFileException {
    String name = TextFile.baseName(path);
    String first;
    try (BufferedReader reader = TextFile.open(path, StandardCharsets.UTF_8)) {
      first = reader.readLine();
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
    if (first == null || first.isBlank()) {
      throw new DataFileException(path, "is empty");
    }
    if (name.equals("u.data")) {
      return new RatingFile(path, new Columns("\t"), false, 0, 1, 2, 3);
    }
    if (name.endsWith(".dat") || first.contains("::")) {
      return new RatingFile(path, new Columns("::"), false, 0, 1, 2, 3);
    }
    Columns columns = first.contains("\t") ? new Columns("\t") : Columns.COMMA;
    List<String> header = columns.split(first);
    int user = Columns.find(header, "userid", "user", "uid");
    int item = Columns.find(header, "movieid", "itemid", "bookid", "item", "movie", "book", "iid");
    int rating = Columns.find(header, "rating", "score", "stars");
    int timestamp = Columns.find(header, "timestamp", "time", "ts");
    if (user < 0 || item < 0 || rating < 0) {
      throw new DataFileException(
          path,
          "the first line must name user, item and rating columns, as in"
              + " userId,movieId,rating,timestamp; it is: "
              + (first.length() <= 100 ? first : first.substring(0, 100) + "…"));
    }
    return new RatingFile(path, columns, true, user, item, rating, timestamp);
  }

  /// Returns the file.
  public Path path() {
    return path;
  }

  /// Returns the number of a line among the lines of data, from 0, the header not counted.
  public long dataRow(Row row) {
    return row.line() - (header ? 2 : 1);
  }

  /// Returns whether the file says when ratings were given.
  public boolean hasTimes() {
    return timestamp >= 0;
  }

  /// Reads every line in order, damaged ones included.
  ///
  /// @throws DataFileException if the file cannot be read to its end
  public void read(RowHandler handler) throws DataFileException {
    try (BufferedReader reader = TextFile.open(path, StandardCharsets.UTF_8)) {
      long number = 0;
      for (String line; (line = reader.readLine()) != null; ) {
        number++;
        if ((number == 1 && header) || line.isBlank()) {
          continue;
        }
        if (!handler.handle(parse(number, line))) {
          return;
        }
      }
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads every line in the order of time; of equal times the earlier line first. Holds all
  /// lines in memory. A damaged line keeps its place behind the line before it.
  ///
  /// @throws DataFileException if the file cannot be read to its end
  public void readByTime(RowHandler handler) throws DataFileException {
    List<TimedLine> lines = new ArrayList<>();
    read(
        row -> {
          long before = lines.isEmpty() ? Long.MIN_VALUE : lines.getLast().timeMs;
          lines.add(
              new TimedLine(
                  row.isComplete() ? row.timestampMs().getAsLong() : before,
                  row.line(),
                  row.text()));
          return true;
        });
    lines.sort(Comparator.comparingLong(TimedLine::timeMs)); // stable
    try {
      for (TimedLine line : lines) {
        if (!handler.handle(parse(line.number, line.text))) {
          return;
        }
      }
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  private record TimedLine(long timeMs, long number, String text) {}

  private Row parse(long number, String line) {
    List<String> fields = columns.split(line);
    return new Row(
        number,
        line,
        field(fields, user),
        field(fields, item),
        field(fields, rating),
        field(fields, timestamp),
        number(field(fields, rating)),
        timestamp < 0 ? OptionalLong.of(number * 1000) : milliseconds(field(fields, timestamp)));
  }

  private static String field(List<String> fields, int at) {
    return at >= 0 && at < fields.size() ? fields.get(at).strip() : null;
  }

  private static OptionalDouble number(String text) {
    if (text == null) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // the row is damaged, and says so by being incomplete
    }
  }

  private static OptionalLong milliseconds(String text) {
    OptionalDouble number = number(text);
    if (number.isEmpty() || !Double.isFinite(number.getAsDouble())) {
      return OptionalLong.empty();
    }
    double value = number.getAsDouble();
    return OptionalLong.of((long) (Math.abs(value) <= MAX_SECONDS ? value * 1000 : value));
  }
}
