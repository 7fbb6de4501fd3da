package dev.eddy.table;

import java.util.List;

/// What stands between the columns of a table, found out from its head.
final class Separator {

  private static final List<String> CANDIDATES = List.of("::", "\t", ",", ";", "|");

  private static final int LONGEST = 5;

  /// So many of a hundred lines must have as many columns as the first.
  private static final int MOST_LINES = 80;

  private Separator() {}

  /// Reads what somebody calls a separator: itself, or `tab`, `comma`, `semicolon`, `pipe`.
  ///
  /// @throws IllegalArgumentException if it is none
  static String parse(String text) {
    String separator =
        switch (text) {
          case "tab", "\\t" -> "\t";
          case "comma" -> ",";
          case "semicolon" -> ";";
          case "pipe" -> "|";
          case "space" -> " ";
          default -> text;
        };
    boolean isUsable =
        !separator.isEmpty()
            && separator.length() <= LONGEST
            && separator
                .chars()
                .noneMatch(c -> c == '\n' || c == '\r' || c == '"' || Character.isLetterOrDigit(c));
    if (!isUsable) {
      throw new IllegalArgumentException(
          "the separator must be tab, comma, semicolon, pipe, space or the characters themselves,"
              + " such as ::, not '%s'".formatted(Printable.of(text)));
    }
    return separator;
  }

  /// Returns the separator by which the first line names most columns that are known; where it
  /// names none, the one by which most lines have as many columns as the first.
  ///
  /// @param head the first lines, whole
  static String of(String head) {
    String best = ",";
    long most = 0;
    for (String candidate : CANDIDATES) {
      long score = score(CsvRows.all(head, candidate)) * (candidate.length() > 1 ? 2 : 1);
      if (score > most) {
        most = score;
        best = candidate;
      }
    }
    return best;
  }

  private static long score(List<List<String>> rows) {
    if (rows.isEmpty() || rows.getFirst().size() < 2) {
      return 0;
    }
    List<String> first = rows.getFirst();
    long named = first.stream().filter(Column::isKnown).count();
    long alike = rows.stream().filter(row -> row.size() == first.size()).count();
    boolean isTable = alike * 100 >= (long) MOST_LINES * rows.size();
    return named * 1_000_000 + (isTable ? 1_000 + Math.min(first.size(), 999) : 1);
  }

  /// Returns how a separator is called.
  static String label(String separator) {
    return switch (separator) {
      case "\t" -> "tabs";
      case "," -> "commas";
      case ";" -> "semicolons";
      case "|" -> "pipes";
      case " " -> "spaces";
      default -> Printable.of(separator);
    };
  }
}
