package dev.eddy.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.eval.RatingFile;
import java.nio.charset.StandardCharsets;

/// Turns a damaged line of a data set into the record that a careless producer would have sent:
/// the fields that are there, as they are. So it reaches the dead letters with the reason that is
/// wrong with the line.
final class DamagedRow {

  private static final int MAX_CHARS = 256 << 10;
  private static final char REPLACEMENT = '\uFFFD';

  private DamagedRow() {}

  /// Returns whether a line is longer than any rating.
  static boolean isTooLong(RatingFile.Row row) {
    return row.text().length() > MAX_CHARS;
  }

  /// Returns the user's id, or null where the line names none.
  static String key(RatingFile.Row row) {
    String userId = row.userId();
    return userId == null || userId.isEmpty() || userId.length() > MAX_CHARS ? null : userId;
  }

  static byte[] value(RatingFile.Row row) {
    String text = row.text();
    if (isTooLong(row)) {
      return text.substring(0, MAX_CHARS).getBytes(StandardCharsets.UTF_8);
    }
    if (isBinary(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "userId", row.userId());
    put(json, "itemId", row.itemId());
    if (row.rating().isPresent() && Double.isFinite(row.rating().getAsDouble())) {
      json.put("rating", row.rating().getAsDouble());
    } else {
      put(json, "rating", row.ratingText());
    }
    if (row.timestampMs().isPresent()) {
      json.put("timestamp", row.timestampMs().getAsLong());
    } else {
      put(json, "timestamp", row.timestampText());
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode json, String field, String text) {
    if (text != null) {
      json.put(field, text);
    }
  }

  private static boolean isBinary(String text) {
    return text.chars().anyMatch(c -> c == REPLACEMENT || (c < ' ' && c != '\t'));
  }
}
