package dev.eddy.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Splits one line of a data file into its columns.
///
/// @param separator what stands between columns: a comma, a tab, `::` or `|`
record Columns(String separator) {

  static final Columns COMMA = new Columns(",");

  /// Splits a line; a comma inside double quotes does not separate, a doubled quote is one.
  List<String> split(String line) {
    List<String> columns = new ArrayList<>();
    if (!separator.equals(",") || line.indexOf('"') < 0) {
      int from = 0;
      for (int at; (at = line.indexOf(separator, from)) >= 0; from = at + separator.length()) {
        columns.add(line.substring(from, at));
      }
      columns.add(line.substring(from));
      return columns;
    }
    StringBuilder column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          column.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        columns.add(column.toString());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString());
    return columns;
  }

  /// Returns the index of the first header that means the same as one of the names, whatever its
  /// case and underscores, or -1.
  static int find(List<String> header, String... names) {
    for (int i = 0; i < header.size(); i++) {
      String column = header.get(i).replace("_", "").strip().toLowerCase(Locale.ROOT);
      for (String name : names) {
        if (column.equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }
}
