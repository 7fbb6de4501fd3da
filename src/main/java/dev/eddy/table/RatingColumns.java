package dev.eddy.table;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Which column of a table of ratings is which. A place of -1 means that there is none.
///
/// @param isHeader whether the first row is a header
/// @param width how many columns there are; 0 where each row names its own
/// @param told how the columns are called, for people
record RatingColumns(
    int user,
    int item,
    int rating,
    int kind,
    int value,
    int time,
    int weight,
    int source,
    int request,
    boolean isHeader,
    int width,
    String told) {

  private static final int MOVIE_LENS_COLUMNS = 4;

  /// Some of its files have no times.
  private static final Map<Column, Integer> MOVIE_LENS =
      Map.of(Column.USER, 0, Column.ITEM, 1, Column.RATING, 2, Column.TIME, 3);

  private static final List<Column> TOLD =
      List.of(Column.USER, Column.ITEM, Column.RATING, Column.KIND, Column.VALUE, Column.TIME);

  /// Finds the columns by what options say, else by their names, else by the looks of MovieLens.
  ///
  /// @throws BadTableException if one is missing
  static RatingColumns of(Table table, TableOptions options) throws BadTableException {
    List<String> first = table.names();
    if (!options.places().isEmpty()) {
      return inPlaces(table, options.places(), false);
    }
    Map<Column, Integer> at = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      String name = options.names().get(column);
      at.put(column, name == null ? column.in(first) : named(name, table, first));
    }
    Column missing = missing(at);
    if (missing == null) {
      return new RatingColumns(
          at.get(Column.USER),
          at.get(Column.ITEM),
          at.get(Column.RATING),
          at.get(Column.KIND),
          at.get(Column.VALUE),
          at.get(Column.TIME),
          at.get(Column.WEIGHT),
          at.get(Column.SOURCE),
          at.get(Column.REQUEST),
          !table.isNamed(),
          table.isNamed() ? 0 : first.size(),
          told(first, at));
    }
    if (options.names().isEmpty() && isMovieLens(table)) {
      return inPlaces(table, MOVIE_LENS, true);
    }
    throw new BadTableException(refusal(missing, table, first));
  }

  /// Returns a column that has to be there and is not, or null.
  private static Column missing(Map<Column, Integer> at) {
    for (Column needed : List.of(Column.USER, Column.ITEM)) {
      if (at.get(needed) < 0) {
        return needed;
      }
    }
    return at.get(Column.RATING) < 0 && at.get(Column.KIND) < 0 ? Column.RATING : null;
  }

  private static int named(String name, Table table, List<String> first) throws BadTableException {
    if (name.isEmpty()) {
      return -1;
    }
    for (int i = 0; i < first.size(); i++) {
      if (first.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new BadTableException(
        "there is no column '%s'; the first line is: %s"
            .formatted(Printable.of(name), shown(table, first)));
  }

  private static RatingColumns inPlaces(
      Table table, Map<Column, Integer> places, boolean mayLackTimes) throws BadTableException {
    int width = usualWidth(table);
    for (Map.Entry<Column, Integer> place : places.entrySet()) {
      boolean mayBeMissing = place.getKey() == Column.TIME && mayLackTimes;
      if (place.getValue() >= width && !mayBeMissing) {
        throw new BadTableException(
            "there are only %d columns, so there is no column %d; the first line is: %s"
                .formatted(width, place.getValue() + 1, shown(table, table.names())));
      }
    }
    int time = places.getOrDefault(Column.TIME, -1);
    return new RatingColumns(
        places.get(Column.USER),
        places.get(Column.ITEM),
        places.getOrDefault(Column.RATING, -1),
        places.getOrDefault(Column.KIND, -1),
        places.getOrDefault(Column.VALUE, -1),
        time < width ? time : -1,
        -1,
        -1,
        -1,
        false,
        width,
        "no header");
  }

  /// Returns how many columns most of the first rows have.
  private static int usualWidth(Table table) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (List<String> row : table.head()) {
      counts.merge(row.size(), 1, Integer::sum);
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /// Returns whether a table without known names looks like `ratings.dat` (separated by `::`) or
  /// `u.data` (four whole numbers, separated by tabs).
  private static boolean isMovieLens(Table table) {
    if (table.isNamed()) {
      return false;
    }
    int width = usualWidth(table);
    return switch (table.separator()) {
      case "::" -> width == MOVIE_LENS_COLUMNS || width == MOVIE_LENS_COLUMNS - 1;
      case "\t" ->
          table.head().stream().anyMatch(RatingColumns::isNumbers) && width == MOVIE_LENS_COLUMNS;
      default -> false;
    };
  }

  private static boolean isNumbers(List<String> row) {
    return row.size() == MOVIE_LENS_COLUMNS
        && row.stream().allMatch(cell -> cell.matches("\\d{1,18}"));
  }

  private static String told(List<String> first, Map<Column, Integer> at) {
    StringJoiner told = new StringJoiner(", ");
    for (Column column : TOLD) {
      int place = at.get(column);
      if (place >= 0) {
        told.add(name(column) + " " + Printable.of(first.get(place)));
      }
    }
    return told.toString();
  }

  private static String refusal(Column missing, Table table, List<String> first) {
    return ("no %s column found; the first line is: %s. Name the columns, for example --columns"
            + " user=%s,item=…,rating=…,time=… (kind=… if nothing is rated). If there is no"
            + " header, number them: --columns 1,2,3,4")
        .formatted(
            name(missing),
            shown(table, first),
            Printable.of(first.isEmpty() ? "NAME" : first.getFirst()));
  }

  private static String name(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  /// Returns the first line as it was read, as far as a terminal may show it.
  private static String shown(Table table, List<String> cells) {
    return Printable.of(String.join(table.isNamed() ? ", " : table.separator(), cells));
  }

  /// Returns whether a row begins with a stray quote and has swallowed lines behind it: it goes
  /// over several lines and has too many or too few columns, or goes on inside one that is short.
  boolean isTorn(Row row) {
    return row.lines() > 1
        && width > 0
        && (row.size() != width
            || row.isBroken(user)
            || row.isBroken(item)
            || row.isBroken(rating)
            || row.isBroken(kind)
            || row.isBroken(time));
  }

  /// Returns whether a row has columns beyond those of the table, with something in them.
  boolean isTooWide(Row row) {
    for (int i = width; width > 0 && i < row.size(); i++) {
      if (!row.text(i).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
