package dev.eddy.event;

import java.nio.charset.StandardCharsets;

/// What an id of a user or an item may be: 1 to 256 bytes of UTF-8 that do not begin with NUL.
public final class Ids {

  /// What decoders put where bytes were no text. Two damaged ids may look the same with it.
  private static final char REPLACEMENT = '\uFFFD';

  private Ids() {}

  /// Returns why an id cannot be used, or null if it can.
  ///
  /// @param field what the id is called where it stands
  public static Rejection check(String field, String id) {
    if (id.isEmpty()) {
      return new Rejection(RejectReason.EMPTY_ID, field + " is empty");
    }
    // A char is at most three bytes of UTF-8, so short ids need no encoding to be measured.
    if (id.length() * 3L > EventSettings.MAX_ID_BYTES
        && id.getBytes(StandardCharsets.UTF_8).length > EventSettings.MAX_ID_BYTES) {
      return new Rejection(
          RejectReason.ID_TOO_LONG,
          field + " is longer than " + EventSettings.MAX_ID_BYTES + " bytes");
    }
    if (id.charAt(0) == '\0') {
      return new Rejection(
          RejectReason.RESERVED_ID, field + " starts with the character NUL, which is reserved");
    }
    return checkText(field, id);
  }

  /// JSON escapes can spell what is no text in UTF-8.
  private static Rejection checkText(String field, String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == REPLACEMENT) {
        return new Rejection(
            RejectReason.NOT_UTF8,
            field + " contains U+FFFD, the replacement for bytes that are not valid text");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSupplementaryCodePoint(id.codePointAt(i))) {
          return new Rejection(RejectReason.NOT_JSON, field + " contains a lone surrogate");
        }
        i++;
      }
    }
    return null;
  }
}
