package dev.eddy.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoding (RFC 3986, section 2.1) of UTF-8, read strictly: two ids that were sent in
/// different bytes never become one.
final class Percent {

  private Percent() {}

  /// Decodes once.
  ///
  /// @param what it is, for whoever sent it
  /// @param plusIsSpace as in a query
  /// @throws ProblemException 400 if it is not well-formed, or not UTF-8
  static String decode(String what, String text, boolean plusIsSpace) {
    if (isPlain(text, plusIsSpace)) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%') {
        bytes.put(octet(what, text, at));
        at += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.put((byte) ' ');
      } else if (c > ' ' && c < 0x7f) {
        bytes.put((byte) c);
      } else {
        throw ProblemException.badTarget(
            "%s has a character that must be percent-encoded as UTF-8, at position %d"
                .formatted(what, at + 1));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw ProblemException.badTarget(
          "%s '%s' does not decode to UTF-8: percent-encode the UTF-8 bytes, é as %%C3%%A9"
              .formatted(what, text));
    }
  }

  private static boolean isPlain(String text, boolean plusIsSpace) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%' || c <= ' ' || c >= 0x7f || (c == '+' && plusIsSpace)) {
        return false;
      }
    }
    return true;
  }

  private static byte octet(String what, String text, int at) {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = high >= 0 ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (low < 0) {
      throw ProblemException.badTarget(
          "%s '%s' has a %% without two hexadecimal digits: write a percent sign as %%25"
              .formatted(what, text));
    }
    return (byte) (high << 4 | low);
  }
}
