package dev.eddy.table;

/// Text of unknown origin as it may be shown on a terminal.
public final class Printable {

  private static final int MOST = 120;

  private Printable() {}

  /// Returns a text in which control characters and the like are escaped, shortened where it is
  /// long.
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      if (shown.length() >= MOST) {
        return shown.append('…').toString();
      }
      append(shown, text.codePointAt(at));
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    switch (point) {
      case '\t' -> shown.append("\\t");
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      default -> {
        if (isShown(point)) {
          shown.appendCodePoint(point);
        } else {
          shown.append("\\u{%x}".formatted(point));
        }
      }
    }
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
