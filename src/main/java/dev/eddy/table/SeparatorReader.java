package dev.eddy.table;

import java.io.IOException;
import java.io.Reader;

/// Puts one character in the place of a separator of several, since the parser that is fast and
/// lenient takes only one. Where it stands inside quotes, whoever reads the cell puts it back.
final class SeparatorReader extends Reader {

  /// The character of ASCII that is meant for this.
  static final char UNIT = '\u001f';

  private static final int BUFFER = 1 << 14;

  private final Reader in;
  private final String separator;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int limit;
  private boolean ended;

  SeparatorReader(Reader in, String separator) {
    this.in = in;
    this.separator = separator;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && hasMore()) {
      // At the end of the buffer a separator may have begun: it is for the next call.
      int whole = ended ? limit : limit - separator.length() + 1;
      for (; count < length && at < whole; count++) {
        if (isSeparator()) {
          chars[offset + count] = UNIT;
          at += separator.length();
        } else {
          chars[offset + count] = buffer[at++];
        }
      }
      if (count > 0 && at >= whole) {
        break; // rather than wait for more
      }
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  /// Reads until a separator fits into what is there, or everything is there.
  private boolean hasMore() throws IOException {
    while (!ended && limit - at < separator.length()) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
      int count = in.read(buffer, limit, BUFFER - limit);
      ended = count < 0;
      limit += Math.max(0, count);
    }
    return at < limit;
  }

  private boolean isSeparator() {
    if (limit - at < separator.length()) {
      return false;
    }
    for (int i = 0; i < separator.length(); i++) {
      if (buffer[at + i] != separator.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
