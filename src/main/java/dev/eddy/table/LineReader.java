package dev.eddy.table;

import java.io.IOException;
import java.io.Reader;

/// Reads lines without holding more of one than is allowed.
final class LineReader {

  /// Of a longer line only the beginning is kept.
  static final int LONGEST = 1 << 20;

  private static final int BUFFER = 1 << 14;

  private final Reader in;
  private final char[] buffer = new char[BUFFER];
  private final StringBuilder line = new StringBuilder();
  private int at;
  private int limit;
  private boolean tooLong;

  LineReader(Reader in) {
    this.in = in;
  }

  /// Returns the next line without its end, or null after the last.
  String next() throws IOException {
    line.setLength(0);
    tooLong = false;
    boolean any = false;
    while (at < limit || fill()) {
      any = true;
      int from = at;
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      append(from);
      if (at < limit) {
        at++;
        return withoutReturn();
      }
    }
    return any ? withoutReturn() : null;
  }

  /// Returns whether the last line was longer than is kept.
  boolean isTooLong() {
    return tooLong;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer, 0, BUFFER));
    return limit > 0;
  }

  private void append(int from) {
    int room = LONGEST - line.length();
    tooLong |= at - from > room;
    line.append(buffer, from, Math.min(room, at - from));
  }

  private String withoutReturn() {
    int length = line.length();
    return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
  }
}
