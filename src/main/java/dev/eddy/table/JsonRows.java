package dev.eddy.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// The rows of JSON Lines: an object a line, each field a column, in the order in which fields are
/// first met. Lists are joined by `|`; `null` and objects
/// inside objects are empty cells.
final class JsonRows {

  /// More columns than this are left out.
  private static final int MOST_COLUMNS = 1_000;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private String[] cells = new String[16];

  /// Returns the columns met so far.
  List<String> names() {
    return names;
  }

  /// Gives every line that is not blank.
  void read(Reader in, Table.RowHandler handler) throws IOException {
    LineReader lines = new LineReader(in);
    Row row = new Row();
    long number = 0;
    for (String line; (line = lines.next()) != null; ) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      row.begin(number);
      if (lines.isTooLong()) {
        row.spoil("the line is longer than %d characters".formatted(LineReader.LONGEST));
      } else {
        parse(line, row);
      }
      if (!handler.handle(row)) {
        return;
      }
    }
  }

  private void parse(String line, Row row) throws IOException {
    cells = new String[Math.max(16, names.size())];
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        row.spoil("the line is not a JSON object");
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int place = place(parser.currentName());
        String value = value(parser, parser.nextToken());
        if (place >= 0) {
          cells[place] = value;
        }
      }
      if (parser.nextToken() != null) {
        row.spoil("there is more text after the JSON object");
        return;
      }
    } catch (JsonProcessingException e) {
      row.spoil("the line is not JSON: " + Printable.of(e.getOriginalMessage()));
      return;
    }
    for (int i = 0; i < names.size(); i++) {
      row.add(cells[i]);
    }
  }

  private int place(String name) {
    Integer known = places.get(name);
    if (known != null) {
      return known;
    }
    if (names.size() == MOST_COLUMNS) {
      return -1;
    }
    places.put(name, names.size());
    names.add(name);
    if (names.size() > cells.length) {
      cells = Arrays.copyOf(cells, 2 * cells.length);
    }
    return names.size() - 1;
  }

  private static String value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL, START_OBJECT -> {
        parser.skipChildren();
        yield "";
      }
      case START_ARRAY -> {
        StringJoiner joined = new StringJoiner("|");
        for (JsonToken next; (next = parser.nextToken()) != JsonToken.END_ARRAY; ) {
          joined.add(value(parser, next));
        }
        yield joined.toString();
      }
      default -> parser.getText();
    };
  }
}
