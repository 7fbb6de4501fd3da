package dev.eddy.eval;

import dev.eddy.event.RatingRules;
import dev.eddy.event.TimeFormat;
import dev.eddy.event.UserEvent;
import dev.eddy.table.BadTableException;
import dev.eddy.table.DataFileException;
import dev.eddy.table.RatingRow;
import dev.eddy.table.RatingTable;
import dev.eddy.table.Table;
import dev.eddy.table.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A file of ratings, in any shape that [RatingTable] understands: it can be read as often as is
/// needed.
public final class RatingFile {

  private final Path path;
  private final RatingTable table;

  private RatingFile(Path path, RatingTable table) {
    this.path = path;
    this.table = table;
  }

  /// Recognizes a file by its first bytes.
  ///
  /// @throws DataFileException if it does not exist, is empty or is no table of ratings
  public static RatingFile open(Path path) throws DataFileException {
    return open(path, TableOptions.NONE);
  }

  /// Recognizes a file by its first bytes and by what is said of it.
  ///
  /// @throws DataFileException if it does not exist, is empty or is no table of ratings
  public static RatingFile open(Path path, TableOptions options) throws DataFileException {
    Table table = Table.open(path, options);
    try {
      return new RatingFile(path, new RatingTable(table, options, RatingTable.Origin.FILE, null));
    } catch (BadTableException e) {
      throw new DataFileException(path, e.getMessage(), e);
    }
  }

  /// Returns the file.
  public Path path() {
    return path;
  }

  /// Returns whether the file says when ratings were given.
  public boolean hasTimes() {
    return table.hasTimes();
  }

  /// Returns how times are written.
  public TimeFormat times() {
    return table.times();
  }

  /// Returns in a few words what it was taken for, once it was read.
  public String told() {
    return table.told();
  }

  /// Reads every row in order, refused ones included.
  ///
  /// @throws DataFileException if the file cannot be read to its end
  public void read(RatingRules rules, RatingTable.Handler handler) throws DataFileException {
    try {
      table.read(rules, handler);
    } catch (IOException e) {
      throw Table.failed(path, e);
    }
  }

  /// Reads every row in the order of time; of equal times the earlier row first. Holds all rows in
  /// memory. A refused row keeps its place behind the row before it.
  ///
  /// @throws DataFileException if the file cannot be read to its end
  public void readByTime(RatingRules rules, RatingTable.Handler handler) throws DataFileException {
    List<TimedRow> rows = new ArrayList<>();
    read(
        rules,
        row -> {
          long before = rows.isEmpty() ? Long.MIN_VALUE : rows.getLast().timeMs;
          long timeMs = row.event() instanceof UserEvent event ? event.timestampMs() : before;
          return rows.add(new TimedRow(timeMs, row));
        });
    rows.sort(Comparator.comparingLong(TimedRow::timeMs)); // stable
    try {
      for (TimedRow row : rows) {
        if (!handler.handle(row.row)) {
          return;
        }
      }
    } catch (IOException e) {
      throw Table.failed(path, e);
    }
  }

  private record TimedRow(long timeMs, RatingRow row) {}
}
