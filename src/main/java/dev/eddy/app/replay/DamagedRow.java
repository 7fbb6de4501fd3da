package dev.eddy.app.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.Decimal;
import dev.eddy.table.RatingRow;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// Turns a refused row of a data set into the record that a careless producer would have sent: the
/// cells that are there, as they are. So it reaches the dead letters with what is wrong with it.
final class DamagedRow {

  private static final int MAX_CHARS = 256 << 10;
  private static final char REPLACEMENT = '\uFFFD';

  private DamagedRow() {}

  /// Returns the user's id, or null where the row names none.
  static byte[] key(RatingRow row) {
    String userId = row.cells().userId();
    return userId == null || userId.isEmpty() || userId.length() > MAX_CHARS
        ? null
        : userId.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] value(RatingRow row) {
    RatingRow.Cells cells = row.cells();
    if (isBinary(cells)) {
      return shortened(String.valueOf(cells.userId())).getBytes(StandardCharsets.UTF_8);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "userId", cells.userId());
    put(json, "itemId", cells.itemId());
    putNumber(json, "rating", cells.kind() == null ? cells.rating() : said(cells.rating()));
    put(json, "kind", said(cells.kind()));
    putNumber(json, "value", said(cells.value()));
    putNumber(json, "timestamp", cells.time());
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Returns a cell that need not be filled, or null where it is not.
  private static String said(String cell) {
    return cell == null || cell.isEmpty() ? null : cell;
  }

  private static void put(ObjectNode json, String field, String text) {
    if (text != null) {
      json.put(field, shortened(text));
    }
  }

  private static void putNumber(ObjectNode json, String field, String text) {
    double number = text == null ? Double.NaN : Decimal.parse(text);
    if (Double.isNaN(number)) {
      put(json, field, text);
    } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.put(field, (long) number);
    } else {
      json.put(field, number);
    }
  }

  private static String shortened(String text) {
    return text == null || text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  private static boolean isBinary(RatingRow.Cells cells) {
    return Stream.of(
            cells.userId(),
            cells.itemId(),
            cells.rating(),
            cells.kind(),
            cells.value(),
            cells.time())
        .anyMatch(
            cell ->
                cell != null
                    && cell.chars().anyMatch(c -> c == REPLACEMENT || (c < ' ' && c != '\t')));
  }
}
