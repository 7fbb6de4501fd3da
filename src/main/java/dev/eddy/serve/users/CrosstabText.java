package dev.eddy.serve.users;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// A corner of the ratings matrix as text.
///
/// @param titles of the columns
/// @param users ids, a row each
/// @param ratings a list for each row; null where there is none
public record CrosstabText(List<String> titles, List<String> users, List<List<Double>> ratings) {

  private static final int CELL_CHARS = 4;

  /// Returns an aligned table. Columns are as wide as a rating, so their titles stand below, by
  /// letter.
  public String toTable() {
    int width = users.stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "user".length());
    StringBuilder out = new StringBuilder(pad("user", width));
    for (int column = 0; column < titles.size(); column++) {
      out.append(padLeft(label(column), CELL_CHARS));
    }
    out.append('\n');
    for (int row = 0; row < users.size(); row++) {
      out.append(pad(users.get(row), width));
      for (Double rating : ratings.get(row)) {
        out.append(padLeft(rating == null ? "·" : number(rating), CELL_CHARS));
      }
      out.append('\n');
    }
    out.append('\n');
    for (int column = 0; column < titles.size(); column++) {
      out.append(padLeft(label(column), CELL_CHARS)).append("  ").append(titles.get(column));
      out.append('\n');
    }
    return out.toString();
  }

  /// Returns CSV, titles in the first line.
  public String toCsv() {
    List<String> lines = new ArrayList<>();
    lines.add("user," + titles.stream().map(CrosstabText::quoted).collect(joined()));
    for (int row = 0; row < users.size(); row++) {
      lines.add(
          quoted(users.get(row))
              + ","
              + ratings.get(row).stream()
                  .map(rating -> rating == null ? "" : number(rating))
                  .collect(joined()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }

  /// `A` to `Z`, then `AA`, as in a spreadsheet.
  private static String label(int column) {
    String last = String.valueOf((char) ('A' + column % 26));
    return column < 26 ? last : label(column / 26 - 1) + last;
  }

  private static String number(double rating) {
    return rating == Math.rint(rating) && Math.abs(rating) < 1e9
        ? Long.toString((long) rating)
        : Double.toString(rating);
  }

  private static String quoted(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }
}
