package dev.eddy.table;

import dev.eddy.event.InvalidEventException;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingRules;
import dev.eddy.event.RejectReason;
import dev.eddy.event.Rejection;
import dev.eddy.event.TimeFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A table of ratings: which column is which, how times are written, and each row judged by the
/// rules that the stream goes by.
public final class RatingTable {

  private static final long MS_PER_LINE = 1000;

  /// What ratings of a file name as their source.
  private static final String REPLAY = "replay";

  private final Table table;
  private final TableOptions options;
  private final Origin origin;
  private final TimeFormat times;
  private RatingColumns columns;
  private int named;

  /// From where a table comes, which decides what an empty cell means.
  public enum Origin {
    /// A data set: an empty rating is missing. Without a column of times, the order of lines is
    /// that of time, a second apart.
    FILE,
    /// Events on their way to the topic: an empty rating withdraws, and an empty time is now.
    UPLOAD
  }

  /// What is done with each row.
  public interface Handler {
    /// Takes a row and returns false to stop reading.
    boolean handle(RatingRow row) throws IOException;
  }

  /// Finds the columns.
  ///
  /// @param times how times are written; null to find it out, in an upload to insist on
  ///     milliseconds
  /// @throws BadTableException if a column is missing: shows the header, and says how to name it
  public RatingTable(Table table, TableOptions options, Origin origin, TimeFormat times)
      throws BadTableException {
    this.table = table;
    this.options = options;
    this.origin = origin;
    columns = RatingColumns.of(table, options);
    named = table.isNamed() ? table.names().size() : 0;
    this.times = times != null || origin == Origin.UPLOAD ? times : TimeFormat.of(someTimes());
  }

  private List<String> someTimes() {
    List<String> some = new ArrayList<>();
    List<List<String>> head = table.head();
    for (List<String> row : head.subList(columns.isHeader() ? 1 : 0, head.size())) {
      if (columns.time() >= 0 && columns.time() < row.size() && row.get(columns.time()) != null) {
        some.add(row.get(columns.time()));
      }
    }
    return some;
  }

  /// Returns whether there is a column of times.
  public boolean hasTimes() {
    return columns.time() >= 0;
  }

  /// Returns how times are written; null in an upload of which nothing is said.
  public TimeFormat times() {
    return times;
  }

  /// Returns in a few words what it was taken for, once it was read.
  public String told() {
    StringBuilder told = new StringBuilder(columns.told());
    told.append(
        table.isNamed() ? ", JSON Lines" : ", separated by " + Separator.label(table.separator()));
    table.told().ifPresent(encoding -> told.append("; ").append(encoding));
    return told.append(
            hasTimes()
                ? "; times are read as " + times.label()
                : "; no times: rows are taken in file order")
        .toString();
  }

  /// Gives every row in order, refused ones included.
  ///
  /// @throws BadTableException if it is no table to its end
  public void read(RatingRules rules, Handler handler) throws IOException {
    boolean[] isHeader = {columns.isHeader()};
    long[] place = {0};
    table.read(
        row -> {
          if (isHeader[0]) {
            isHeader[0] = false;
            return true;
          }
          if (!columns.isTorn(row)) {
            return handler.handle(judged(row, place[0]++, rules));
          }
          Rejection bad = new Rejection(RejectReason.OPEN_QUOTE, "a quote is not closed");
          return handler.handle(new RatingRow(row.line(), place[0]++, bad, cells(row)))
              && CsvRows.again(
                  row, table.separator(), lost -> handler.handle(judged(lost, place[0]++, rules)));
        });
  }

  private RatingRow judged(Row row, long place, RatingRules rules) throws BadTableException {
    if (table.isNamed() && table.names().size() > named) { // a field that nobody has met before
      named = table.names().size();
      columns = RatingColumns.of(table, options);
    }
    RatingEvent event = judge(row, rules);
    return new RatingRow(row.line(), place, event, event instanceof Rejection ? cells(row) : null);
  }

  private RatingRow.Cells cells(Row row) {
    return new RatingRow.Cells(
        row.text(columns.user()),
        row.text(columns.item()),
        row.text(columns.rating()),
        row.text(columns.kind()),
        row.text(columns.value()),
        row.text(columns.time()));
  }

  private RatingEvent judge(Row row, RatingRules rules) {
    try {
      checkShape(row);
      String user = id(row, columns.user(), "userId");
      String item = id(row, columns.item(), "itemId");
      String kind = kind(row);
      OptionalDouble rating = rating(row, kind != null);
      OptionalDouble value = kind == null ? OptionalDouble.empty() : value(row);
      long timeMs = hasTimes() ? time(row, rules) : timeOf(row);
      return origin == Origin.FILE
          ? rules.judge(user, item, rating, kind, value, timeMs, 1, REPLAY, "")
          : rules.judge(
              user,
              item,
              rating,
              kind,
              value,
              timeMs,
              weight(row),
              Objects.requireNonNullElse(row.text(columns.source()), ""),
              Objects.requireNonNullElse(row.text(columns.request()), ""));
    } catch (InvalidEventException e) {
      return new Rejection(e.reason(), e.getMessage());
    }
  }

  private void checkShape(Row row) throws InvalidEventException {
    if (row.problem() != null) {
      throw new InvalidEventException(RejectReason.NOT_JSON, row.problem());
    }
    if (columns.isTooWide(row)) {
      throw new InvalidEventException(
          RejectReason.TOO_MANY_COLUMNS,
          "the row has %d columns, but the table has %d".formatted(row.size(), columns.width()));
    }
  }

  private static InvalidEventException missing(String field) {
    return new InvalidEventException(RejectReason.MISSING_FIELD, field + " is missing");
  }

  private static String id(Row row, int column, String field) throws InvalidEventException {
    String id = row.text(column);
    if (id == null) {
      throw missing(field);
    }
    return id;
  }

  /// Returns the kind, or null where there is none.
  private String kind(Row row) {
    String kind = row.text(columns.kind());
    return kind == null || kind.isEmpty() ? null : kind;
  }

  private OptionalDouble value(Row row) throws InvalidEventException {
    String text = row.text(columns.value());
    if (text == null || text.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = row.decimal(columns.value());
    if (Double.isNaN(value)) {
      throw new InvalidEventException(
          RejectReason.VALUE_OUT_OF_RANGE,
          "value must be a number, 0 or more, not '%s'".formatted(Printable.of(text)));
    }
    return OptionalDouble.of(value);
  }

  /// Returns the rating; empty where it is withdrawn, or there is none beside a kind.
  private OptionalDouble rating(Row row, boolean hasKind) throws InvalidEventException {
    double rating = row.decimal(columns.rating());
    if (!Double.isNaN(rating)) {
      return OptionalDouble.of(rating);
    }
    String text = row.text(columns.rating());
    boolean isLeftOut = text == null || text.isEmpty();
    if (isLeftOut && (hasKind || (text != null && origin == Origin.UPLOAD))) {
      return OptionalDouble.empty();
    }
    if (isLeftOut) {
      throw columns.kind() < 0
          ? missing("rating")
          : new InvalidEventException(
              RejectReason.NOTHING_TOLD, "the row has neither a rating nor a kind");
    }
    throw switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "infinity", "-infinity", "inf", "-inf" ->
          new InvalidEventException(
              RejectReason.RATING_NOT_FINITE, "rating is " + text + ", but must be finite");
      default ->
          new InvalidEventException(
              RejectReason.WRONG_TYPE,
              "rating must be a number, not '%s'".formatted(Printable.of(text)));
    };
  }

  private double weight(Row row) throws InvalidEventException {
    String text = row.text(columns.weight());
    if (text == null || text.isEmpty()) {
      return 1;
    }
    double weight = row.decimal(columns.weight());
    if (Double.isNaN(weight)) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE,
          "weight must be a number, not '%s'".formatted(Printable.of(text)));
    }
    return weight;
  }

  /// Returns the time of a row of a table that has none.
  private long timeOf(Row row) {
    return origin == Origin.FILE ? row.line() * MS_PER_LINE : System.currentTimeMillis();
  }

  private long time(Row row, RatingRules rules) throws InvalidEventException {
    long number = row.whole(columns.time());
    if (number >= 0 && times != null && times.isUnit()) {
      return times.toMs(number);
    }
    String text = row.text(columns.time());
    boolean isLeftOut = text == null ? table.isNamed() : text.isEmpty();
    if (isLeftOut && origin == Origin.UPLOAD) {
      return System.currentTimeMillis();
    }
    if (text == null || text.isEmpty()) {
      throw missing("timestamp");
    }
    if (times == null) {
      return rules.milliseconds(text);
    }
    OptionalLong timeMs = times.toMs(text);
    if (timeMs.isEmpty()) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE,
          "timestamp is '%s', but times are read as %s"
              .formatted(Printable.of(text), times.label()));
    }
    return timeMs.getAsLong();
  }
}
