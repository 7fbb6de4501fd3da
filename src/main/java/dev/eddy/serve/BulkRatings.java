package dev.eddy.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.eddy.event.Rating;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Many ratings in one body, taken as they come: a line at a time, published in batches, so that
/// a body may be longer than memory. A bad line is told, and the others are published.
final class BulkRatings {

  private static final int BATCH = 1_000;
  private static final int MOST_ERRORS = 100;
  private static final int MOST_LINES = 10_000_000;
  private static final int MOST_LINE_CHARS = 1 << 20;
  private static final int MOST_COLUMNS = 100;
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES, CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final Backend backend;
  private final List<Rating> batch = new ArrayList<>();
  private final List<LineError> errors = new ArrayList<>();
  private WriteToken after = WriteToken.NONE;
  private int accepted;
  private int rejected;
  private int line;

  /// What is wrong with a line.
  ///
  /// @param line from 1; a header counts
  record LineError(int line, String detail) {}

  /// The answer.
  ///
  /// @param accepted how many were published
  /// @param rejected how many were not
  /// @param errors the first 100 of those
  /// @param after what a query waits by
  record Answer(int accepted, int rejected, List<LineError> errors, String after) {}

  private BulkRatings(Backend backend) {
    this.backend = backend;
  }

  /// Takes newline-delimited JSON; empty lines are passed over.
  static Answer ndjson(Backend backend, InputStream in) throws IOException {
    BulkRatings bulk = new BulkRatings(backend);
    BufferedReader lines = utf8(in);
    StringBuilder text = new StringBuilder();
    int next;
    do {
      next = lines.read();
      if (next >= 0 && next != '\n') {
        text.append((char) next);
        bulk.checkLength(text);
      } else {
        bulk.nextLine();
        if (!text.toString().isBlank()) {
          bulk.takeJson(text.toString());
        }
        text.setLength(0);
      }
    } while (next >= 0);
    return bulk.finish();
  }

  /// Takes CSV with a header that names the fields of a rating.
  static Answer csv(Backend backend, InputStream in) throws IOException {
    BulkRatings bulk = new BulkRatings(backend);
    try (MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(utf8(in))) {
      String[] header = rows.hasNextValue() ? rows.nextValue() : new String[0];
      if (header.length > MOST_COLUMNS) {
        throw ProblemException.badBody(
            "the header has %d columns, allowed are %d".formatted(header.length, MOST_COLUMNS));
      }
      bulk.line = 1;
      while (rows.hasNextValue()) {
        bulk.nextLine();
        bulk.takeRow(header, rows.nextValue());
      }
    } catch (JsonProcessingException e) {
      bulk.reject("this and the rest cannot be read as CSV: " + e.getOriginalMessage());
    }
    return bulk.finish();
  }

  private static BufferedReader utf8(InputStream in) {
    return new BufferedReader(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)));
  }

  private void checkLength(StringBuilder text) {
    if (text.length() > MOST_LINE_CHARS) {
      throw tooLarge("line %d is longer than %d characters".formatted(line + 1, MOST_LINE_CHARS));
    }
  }

  private void nextLine() {
    if (++line > MOST_LINES) {
      throw tooLarge("there are more than %d lines".formatted(MOST_LINES));
    }
  }

  private ProblemException tooLarge(String what) {
    return ProblemException.tooLarge(
        what + "; %d ratings before it are published".formatted(accepted));
  }

  private void takeJson(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        take(object);
      } else {
        reject("it is not a JSON object");
      }
    } catch (JsonProcessingException e) {
      reject("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private void takeRow(String[] header, String[] row) {
    if (row.length != header.length) {
      reject("it has %d columns, the header has %d".formatted(row.length, header.length));
      return;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int column = 0; column < row.length; column++) {
      switch (header[column]) {
        case "rating", "weight", "timestamp" -> putNumber(object, header[column], row[column]);
        default -> object.put(header[column], row[column]);
      }
    }
    take(object);
  }

  /// An empty rating is a withdrawal, other empty numbers are absent; what is no number is left
  /// to the validation to refuse.
  private static void putNumber(ObjectNode object, String name, String value) {
    if (value.isEmpty()) {
      if (name.equals("rating")) {
        object.putNull(name);
      }
      return;
    }
    try {
      if (name.equals("timestamp")) {
        object.put(name, Long.parseLong(value));
      } else {
        object.put(name, Double.parseDouble(value));
      }
    } catch (NumberFormatException e) {
      object.put(name, value);
    }
  }

  private void take(ObjectNode json) {
    try {
      batch.add(NewRating.read(backend, json));
    } catch (ProblemException e) {
      reject(e.getMessage());
      return;
    }
    if (batch.size() == BATCH) {
      publish();
    }
  }

  private void reject(String why) {
    rejected++;
    if (errors.size() < MOST_ERRORS) {
      errors.add(new LineError(line, why));
    }
  }

  private void publish() {
    if (!batch.isEmpty()) {
      after = after.and(backend.publish(batch));
      accepted += batch.size();
      batch.clear();
    }
  }

  private Answer finish() {
    publish();
    return new Answer(accepted, rejected, List.copyOf(errors), after.toString());
  }
}
