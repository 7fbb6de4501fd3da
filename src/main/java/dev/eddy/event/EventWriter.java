package dev.eddy.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes events in the wire format of their topics, UTF-8 JSON without line breaks.
public final class EventWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private EventWriter() {}

  /// Writes what a user did; fields at their default are left out.
  public static byte[] write(UserEvent event) {
    return object(json -> writeEvent(json, event));
  }

  private static void writeEvent(JsonGenerator json, UserEvent event) throws IOException {
    json.writeStringField("userId", event.userId());
    json.writeStringField("itemId", event.itemId());
    if (event instanceof Rating rating) {
      if (rating.rating().isPresent()) {
        writeShortest(json, "rating", rating.rating().getAsDouble());
      } else {
        json.writeNullField("rating");
      }
    }
    writeUnlessEmpty(json, "kind", event.kind());
    if (event.value().isPresent()) {
      writeShortest(json, "value", event.value().getAsDouble());
    }
    writeTime(json, event.timestampMs());
    if (event.weight() != 1) {
      writeShortest(json, "weight", event.weight());
    }
    writeUnlessEmpty(json, "source", event.source());
    writeUnlessEmpty(json, "requestId", event.requestId());
  }

  /// Writes a catalog entry.
  public static byte[] write(CatalogItem item) {
    return object(
        json -> {
          json.writeStringField("itemId", item.itemId());
          json.writeStringField("title", item.title());
          writeTexts(json, "genres", item.genres());
          if (item.year() != 0) {
            json.writeNumberField("year", item.year());
          }
          writeTexts(json, "tags", item.tags());
          if (item.hidden()) {
            json.writeBooleanField("hidden", true);
          }
        });
  }

  /// Writes a user's attributes, each as a field beside `userId`.
  public static byte[] write(UserAttributes user) {
    return object(
        json -> {
          json.writeStringField("userId", user.userId());
          for (Map.Entry<String, String> attribute : user.attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
          }
        });
  }

  /// Writes an exposure.
  public static byte[] write(Exposure exposure) {
    return object(
        json -> {
          json.writeStringField("requestId", exposure.requestId());
          json.writeStringField("userId", exposure.userId());
          writeTexts(json, "items", exposure.items());
          writePropensities(json, exposure.propensities());
          json.writeStringField("policy", exposure.policy());
          writeUnlessEmpty(json, "variant", exposure.variant());
          if (exposure.generation() > 0) {
            json.writeNumberField("generation", exposure.generation());
          }
          json.writeNumberField("modelVersion", exposure.modelVersion());
          writeTime(json, exposure.timestampMs());
        });
  }

  private static void writePropensities(JsonGenerator json, List<Double> propensities)
      throws IOException {
    if (propensities.stream().allMatch(p -> p.isNaN())) {
      return;
    }
    json.writeArrayFieldStart("propensities");
    for (double propensity : propensities) {
      if (Double.isNaN(propensity)) {
        json.writeNull();
      } else {
        json.writeNumber((float) propensity);
      }
    }
    json.writeEndArray();
  }

  /// Writes a time as a number, or as text where the number would be taken for seconds.
  private static void writeTime(JsonGenerator json, long timestampMs) throws IOException {
    if (WireTime.looksLikeSeconds((double) timestampMs)) {
      json.writeStringField("timestamp", Instant.ofEpochMilli(timestampMs).toString());
    } else {
      json.writeNumberField("timestamp", timestampMs);
    }
  }

  /// Writes a whole number without a fraction, so that a rating of 4 reads as 4.
  private static void writeShortest(JsonGenerator json, String name, double value)
      throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void writeUnlessEmpty(JsonGenerator json, String name, String value)
      throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      body.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
