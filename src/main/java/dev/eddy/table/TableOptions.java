package dev.eddy.table;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What somebody says of a table who does not leave it to its head.
///
/// @param separator what stands between columns, or null
/// @param names which column is which, by name; an empty name: there is none
/// @param places which column is which, by place from 0; the table has no header then
public record TableOptions(
    String separator, Map<Column, String> names, Map<Column, Integer> places) {

  /// Nothing is said.
  public static final TableOptions NONE = new TableOptions(null, Map.of(), Map.of());

  private static final List<Column> ORDER =
      List.of(Column.USER, Column.ITEM, Column.RATING, Column.TIME);

  private static final String FORMS =
      "--columns must name the columns of the header, for example"
          + " user=reader,item=isbn,rating=stars,time=when (also kind=… and value=…). Without a"
          + " header it must number them: 1,2,3,4 for user, item, rating and time, or"
          + " user=1,item=2,kind=3,value=4";

  private static final Pattern PLACE = Pattern.compile("[1-9]\\d{0,2}");

  /// Copies the maps.
  public TableOptions {
    names = Map.copyOf(names);
    places = Map.copyOf(places);
  }

  /// Reads what options of a command say.
  ///
  /// @param separator or null
  /// @param columns or null
  /// @throws IllegalArgumentException saying what is allowed
  public static TableOptions parse(String separator, String columns) {
    String between = separator == null ? null : Separator.parse(separator);
    if (columns == null) {
      return new TableOptions(between, Map.of(), Map.of());
    }
    if (columns.indexOf('=') < 0) {
      return new TableOptions(between, Map.of(), places(columns));
    }
    Map<Column, String> names = names(columns);
    return names.values().stream().allMatch(name -> name.isEmpty() || PLACE.matcher(name).matches())
        ? new TableOptions(between, Map.of(), places(names))
        : new TableOptions(between, names, Map.of());
  }

  private static Map<Column, Integer> places(Map<Column, String> names) {
    Map<Column, Integer> places = new EnumMap<>(Column.class);
    names.forEach(
        (column, place) -> {
          if (!place.isEmpty()) {
            places.put(column, Integer.parseInt(place) - 1);
          }
        });
    boolean isTold = places.containsKey(Column.RATING) || places.containsKey(Column.KIND);
    if (!isTold || !places.containsKey(Column.USER) || !places.containsKey(Column.ITEM)) {
      throw new IllegalArgumentException(
          "without a header, --columns must number the user, the item and the rating or kind");
    }
    if (places.values().stream().distinct().count() < places.size()) {
      throw new IllegalArgumentException("--columns gives two columns the same number");
    }
    return places;
  }

  private static Map<Column, String> names(String columns) {
    Map<Column, String> names = new EnumMap<>(Column.class);
    for (String part : columns.split(",", -1)) {
      int equals = part.indexOf('=');
      Column column =
          switch (equals < 0 ? "" : part.substring(0, equals).strip()) {
            case "user" -> Column.USER;
            case "item" -> Column.ITEM;
            case "rating" -> Column.RATING;
            case "kind" -> Column.KIND;
            case "value" -> Column.VALUE;
            case "time" -> Column.TIME;
            default ->
                throw new IllegalArgumentException(FORMS + "; it is " + Printable.of(columns));
          };
      names.put(column, part.substring(equals + 1).strip());
    }
    return names;
  }

  private static Map<Column, Integer> places(String columns) {
    Map<Column, Integer> places = new EnumMap<>(Column.class);
    String[] parts = columns.split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean isPlace = PLACE.matcher(parts[i].strip()).matches();
      if (!isPlace || parts.length < 3 || parts.length > ORDER.size()) {
        throw new IllegalArgumentException(FORMS + "; it is " + Printable.of(columns));
      }
      places.put(ORDER.get(i), Integer.parseInt(parts[i].strip()) - 1);
    }
    return places;
  }
}
