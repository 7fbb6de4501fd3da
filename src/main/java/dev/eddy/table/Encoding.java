package dev.eddy.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How the characters of a text are written, told from its first bytes.
///
/// @param charset the character set; of UTF-8 it is not certain until the end is read
/// @param markBytes how long the byte order mark is
record Encoding(Charset charset, int markBytes) {

  /// Of a hundred bytes at every other place so many are NUL in UTF-16 of letters and digits.
  private static final int MANY = 80;

  private static final int FEWEST_BYTES = 4;

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /// Recognizes a byte order mark, and UTF-16 without one by the NUL bytes at every other place.
  static Encoding of(byte[] first) {
    if (startsWith(first, 0xef, 0xbb, 0xbf)) {
      return new Encoding(StandardCharsets.UTF_8, 3);
    }
    if (startsWith(first, 0xff, 0xfe)) {
      return new Encoding(StandardCharsets.UTF_16LE, 2);
    }
    if (startsWith(first, 0xfe, 0xff)) {
      return new Encoding(StandardCharsets.UTF_16BE, 2);
    }
    if (first.length >= FEWEST_BYTES && percentNul(first, 1) >= MANY && percentNul(first, 0) == 0) {
      return new Encoding(StandardCharsets.UTF_16LE, 0);
    }
    if (first.length >= FEWEST_BYTES && percentNul(first, 0) >= MANY && percentNul(first, 1) == 0) {
      return new Encoding(StandardCharsets.UTF_16BE, 0);
    }
    return new Encoding(StandardCharsets.UTF_8, 0);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static int percentNul(byte[] bytes, int from) {
    int nul = 0;
    for (int at = from; at < bytes.length; at += 2) {
      nul += bytes[at] == 0 ? 1 : 0;
    }
    return 200 * nul / bytes.length;
  }
}
