package dev.eddy.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/// Turns the bytes of a record into a [RatingEvent], never throwing for what a producer sent.
///
/// The JSON is read as a stream of tokens, without a tree, since this runs for every event.
/// Fields that the format does not know are ignored and counted; a field that appears twice
/// counts with its last value. Safe for use by several threads.
public final class RatingReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  /// Longer numbers do not fit into a long.
  private static final int MOST_DIGITS = 18;

  private final EventSettings settings;
  private final RatingRules rules;
  private final LongAdder unknownFields = new LongAdder();

  /// Creates a reader.
  ///
  /// @param clock tells what "a day ahead" is measured from
  public RatingReader(EventSettings settings, Clock clock) {
    this.settings = settings;
    rules = new RatingRules(settings, clock);
  }

  /// Returns the rules that it goes by.
  public RatingRules rules() {
    return rules;
  }

  /// Returns how many unknown fields were met so far.
  public long unknownFieldCount() {
    return unknownFields.sum();
  }

  /// Reads one record: the key names the user, the value holds the rating.
  ///
  /// @param key the record's key, UTF-8; null is rejected
  /// @param value the record's value; null means [Forget]
  public RatingEvent read(byte[] key, byte[] value) {
    if (key == null) {
      return new Rejection(
          RejectReason.MISSING_KEY, "the record has no key; it must be the user id");
    }
    String user = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      Rejection bad = Ids.check("key", user);
      if (bad == null && !Arrays.equals(user.getBytes(StandardCharsets.UTF_8), key)) {
        bad = new Rejection(RejectReason.KEY_MISMATCH, "the key must be a user id in UTF-8");
      }
      return bad != null ? bad : new Forget(user);
    }
    RatingEvent event = readValue(value);
    if (event instanceof UserEvent said && !said.userId().equals(user)) {
      return new Rejection(
          RejectReason.KEY_MISMATCH,
          "the key is " + quote(user) + ", but userId is " + quote(said.userId()));
    }
    return event;
  }

  /// Reads a value alone, as it arrives over HTTP: a [UserEvent] or a [Rejection].
  public RatingEvent readValue(byte[] value) {
    if (value.length > settings.maxRecordBytes()) {
      return new Rejection(
          RejectReason.RECORD_TOO_LARGE,
          "the record has %d bytes, but at most %d are allowed (events.max-record-bytes)"
              .formatted(value.length, settings.maxRecordBytes()));
    }
    try (JsonParser parser = JSON.createParser(value)) {
      return new Fields().read(parser);
    } catch (JsonParseException e) {
      return new Rejection(RejectReason.NOT_JSON, e.getOriginalMessage());
    } catch (IOException e) {
      // Bad UTF-8 surfaces as a plain IOException; the source is a byte array, so nothing else can.
      return new Rejection(RejectReason.NOT_JSON, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return new Rejection(RejectReason.NOT_JSON, String.valueOf(e.getCause().getMessage()));
    }
  }

  private static String quote(String text) {
    return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + '"';
  }

  /// The fields of one value while they are read.
  private final class Fields {
    private String userId;
    private String itemId;
    private boolean ratingSeen;
    private OptionalDouble rating = OptionalDouble.empty();
    private String kind;
    private OptionalDouble value = OptionalDouble.empty();
    private boolean timestampSeen;
    private long timestampMs;
    private double weight = 1;
    private String source = "";
    private String requestId = "";
    private Rejection wrong;

    RatingEvent read(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Rejection(RejectReason.NOT_JSON, "the value is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        readField(parser, name, token);
      }
      if (parser.nextToken() != null) {
        return new Rejection(RejectReason.NOT_JSON, "there is more text after the JSON object");
      }
      return wrong != null ? wrong : validate();
    }

    private void readField(JsonParser parser, String name, JsonToken token) throws IOException {
      switch (name) {
        case "userId" -> userId = text(parser, name, token);
        case "itemId" -> itemId = text(parser, name, token);
        case "source" -> source = optionalText(parser, name, token);
        case "requestId" -> requestId = optionalText(parser, name, token);
        case "rating" -> {
          ratingSeen = true;
          rating =
              token == JsonToken.VALUE_NULL
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(number(parser, name, token, RejectReason.RATING_NOT_FINITE));
        }
        case "kind" -> kind = token == JsonToken.VALUE_NULL ? null : text(parser, name, token);
        case "value" -> {
          value =
              token == JsonToken.VALUE_NULL
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(number(parser, name, token, RejectReason.VALUE_OUT_OF_RANGE));
        }
        case "timestamp" -> {
          timestampSeen = true;
          timestampMs = time(parser, name, token);
        }
        case "weight" -> {
          weight =
              token == JsonToken.VALUE_NULL
                  ? 1
                  : number(parser, name, token, RejectReason.WEIGHT_OUT_OF_RANGE);
        }
        default -> {
          unknownFields.increment();
          parser.skipChildren();
        }
      }
    }

    private String text(JsonParser parser, String name, JsonToken token) throws IOException {
      if (token != JsonToken.VALUE_STRING) {
        wrongType(parser, name, "a string", token);
        return null;
      }
      return parser.getText();
    }

    private String optionalText(JsonParser parser, String name, JsonToken token)
        throws IOException {
      return token == JsonToken.VALUE_NULL ? "" : text(parser, name, token);
    }

    private double number(JsonParser parser, String name, JsonToken token, RejectReason notFinite)
        throws IOException {
      if (token == JsonToken.VALUE_STRING && isNotFiniteName(parser.getText())) {
        reject(notFinite, name + " is " + parser.getText());
        return 0;
      }
      if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
        wrongType(parser, name, "a number", token);
        return 0;
      }
      double value = Double.parseDouble(parser.getText());
      if (!Double.isFinite(value)) {
        reject(notFinite, name + " is too large");
      }
      return value;
    }

    private long time(JsonParser parser, String name, JsonToken token) throws IOException {
      if (token == JsonToken.VALUE_STRING) {
        OptionalLong time = IsoTime.toMs(parser.getText());
        if (time.isEmpty()) {
          reject(
              RejectReason.WRONG_TYPE,
              name
                  + " must be whole milliseconds or ISO 8601 text, not "
                  + quote(parser.getText()));
        }
        return time.orElse(0);
      }
      return milliseconds(parser, name, token);
    }

    private long milliseconds(JsonParser parser, String name, JsonToken token) throws IOException {
      if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
        wrongType(parser, name, "whole milliseconds or ISO 8601 text", token);
        return 0;
      }
      String text = parser.getText();
      boolean isShort = token == JsonToken.VALUE_NUMBER_INT && text.length() <= MOST_DIGITS;
      double value = isShort ? Long.parseLong(text) : Double.parseDouble(text);
      if (rules.looksLikeSeconds(value)) {
        reject(RejectReason.TIMESTAMP_IN_SECONDS, WireTime.explain((long) value));
      } else if (value != Math.rint(value)) {
        reject(RejectReason.WRONG_TYPE, name + " must be whole milliseconds, not " + text);
      }
      // The cast saturates, so what is out of a long's range is judged as far past or future.
      return isShort ? Long.parseLong(text) : (long) value;
    }

    private static boolean isNotFiniteName(String text) {
      return switch (text) {
        case "NaN", "Infinity", "-Infinity" -> true;
        default -> false;
      };
    }

    private void wrongType(JsonParser parser, String name, String expected, JsonToken token)
        throws IOException {
      reject(RejectReason.WRONG_TYPE, name + " must be " + expected + ", not " + nameOf(token));
      parser.skipChildren();
    }

    private void reject(RejectReason reason, String detail) {
      if (wrong == null) {
        wrong = new Rejection(reason, detail);
      }
    }

    private RatingEvent validate() {
      String missing =
          userId == null
              ? "userId"
              : itemId == null ? "itemId" : !timestampSeen ? "timestamp" : null;
      if (missing != null) {
        return new Rejection(RejectReason.MISSING_FIELD, missing + " is missing");
      }
      if (!ratingSeen && kind == null) {
        return new Rejection(
            RejectReason.NOTHING_TOLD, "an event needs a rating, or a kind such as \"view\"");
      }
      if (kind == null && value.isPresent()) {
        unknownFields.increment(); // it says how much of a kind there was
      }
      return rules.judge(
          userId, itemId, rating, kind, value, timestampMs, weight, source, requestId);
    }

    private static String nameOf(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_STRING -> "a string";
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
        case VALUE_TRUE, VALUE_FALSE -> "a boolean";
        default -> "null";
      };
    }
  }
}
