package dev.eddy.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the rare events, catalog entries and exposures, from a JSON tree.
///
/// Unlike ratings these are few, so clearness goes before speed. What is wrong is thrown as an
/// [InvalidEventException] that carries the [Rejection].
public final class TreeReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private TreeReader() {}

  /// Reads a catalog entry.
  ///
  /// @throws InvalidEventException if the bytes are not one
  public static CatalogItem readItem(byte[] value) throws InvalidEventException {
    JsonNode node = parse(value);
    String itemId = id(node, "itemId");
    String title = text(node, "title", itemId);
    return new CatalogItem(
        itemId,
        title,
        texts(node, "genres"),
        (int) integer(node, "year", 0, -10_000, 10_000),
        texts(node, "tags"),
        flag(node, "hidden"));
  }

  /// Reads a user's attributes: every field beside `userId` that is a text, a number or a truth
  /// value. Others are left out, and so are those beyond [UserAttributes#MAX_ATTRIBUTES].
  ///
  /// @throws InvalidEventException if the bytes name no user
  public static UserAttributes readUser(byte[] value) throws InvalidEventException {
    JsonNode node = parse(value);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      boolean counts = field.getValue().isValueNode() && !field.getValue().isNull();
      if (counts
          && !field.getKey().equals("userId")
          && attributes.size() < UserAttributes.MAX_ATTRIBUTES) {
        attributes.put(field.getKey(), field.getValue().asText());
      }
    }
    return new UserAttributes(id(node, "userId"), attributes);
  }

  /// Reads an exposure.
  ///
  /// @throws InvalidEventException if the bytes are not one
  public static Exposure readExposure(byte[] value) throws InvalidEventException {
    JsonNode node = parse(value);
    List<String> items = texts(node, "items");
    if (items.isEmpty()) {
      throw new InvalidEventException(RejectReason.MISSING_FIELD, "items is missing or empty");
    }
    long timestampMs = time(node);
    if (items.size() > Exposure.MAX_ITEMS) {
      throw new InvalidEventException(
          RejectReason.TOO_MANY_ITEMS,
          "items has %d ids, but at most %d are allowed"
              .formatted(items.size(), Exposure.MAX_ITEMS));
    }
    for (String item : items) {
      checkId("items", item);
    }
    return new Exposure(
        id(node, "requestId"),
        id(node, "userId"),
        items,
        propensities(node, items.size()),
        label(node, "policy", "model"),
        label(node, "variant", ""),
        (int) integer(node, "generation", 0, 0, Integer.MAX_VALUE),
        integer(node, "modelVersion", 0, 0, Long.MAX_VALUE),
        timestampMs);
  }

  private static List<Double> propensities(JsonNode node, int items) throws InvalidEventException {
    JsonNode array = node.path("propensities");
    if (array.isMissingNode() || array.isNull() || (array.isArray() && array.isEmpty())) {
      return List.of(); // generated clients send an empty list where there is none
    }
    if (!array.isArray() || array.size() != items) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE,
          "propensities must be an array of as many numbers as there are items, " + items);
    }
    List<Double> propensities = new ArrayList<>();
    for (JsonNode value : array) {
      double propensity = value.isNull() ? Double.NaN : value.asDouble(0);
      if ((!value.isNull() && !value.isNumber()) || propensity <= 0 || propensity > 1) {
        throw new InvalidEventException(
            RejectReason.WRONG_TYPE,
            "propensities has %s, but each must be above 0 and at most 1, or null"
                .formatted(value));
      }
      propensities.add(propensity);
    }
    return propensities;
  }

  /// Returns an event time, milliseconds or ISO 8601. Lists are shown now, so seconds are always a
  /// mistake.
  private static long time(JsonNode node) throws InvalidEventException {
    JsonNode value = node.path("timestamp");
    if (value.isMissingNode() || value.isNull()) {
      throw new InvalidEventException(RejectReason.MISSING_FIELD, "timestamp is missing");
    }
    if (value.isTextual()) {
      return IsoTime.toMs(value.textValue())
          .orElseThrow(
              () ->
                  new InvalidEventException(
                      RejectReason.WRONG_TYPE,
                      "timestamp must be whole milliseconds or ISO 8601 text"));
    }
    if (value.isNumber() && WireTime.looksLikeSeconds(value.doubleValue())) {
      throw new InvalidEventException(
          RejectReason.TIMESTAMP_IN_SECONDS, WireTime.explain(value.longValue()));
    }
    return integer(node, "timestamp", 0, 0, Long.MAX_VALUE);
  }

  private static JsonNode parse(byte[] value) throws InvalidEventException {
    JsonNode node;
    try {
      node = JSON.readTree(value);
    } catch (IOException e) {
      throw new InvalidEventException(RejectReason.NOT_JSON, String.valueOf(e.getMessage()), e);
    }
    if (!node.isObject()) {
      throw new InvalidEventException(RejectReason.NOT_JSON, "the value is not a JSON object");
    }
    return node;
  }

  private static String id(JsonNode node, String field) throws InvalidEventException {
    String id = text(node, field, null);
    if (id == null) {
      throw new InvalidEventException(RejectReason.MISSING_FIELD, field + " is missing");
    }
    checkId(field, id);
    return id;
  }

  private static void checkId(String field, String id) throws InvalidEventException {
    Rejection bad = Ids.check(field, id);
    if (bad != null) {
      throw new InvalidEventException(bad.reason(), bad.detail());
    }
  }

  private static String text(JsonNode node, String field, String fallback)
      throws InvalidEventException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.isTextual()) {
      throw new InvalidEventException(RejectReason.WRONG_TYPE, field + " must be a string");
    }
    return value.textValue();
  }

  /// A short text that is counted by or logged.
  private static String label(JsonNode node, String field, String fallback)
      throws InvalidEventException {
    String label = text(node, field, fallback);
    if (label.length() > EventSettings.MAX_ID_BYTES) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE,
          field + " is longer than " + EventSettings.MAX_ID_BYTES + " characters");
    }
    return label;
  }

  private static long integer(JsonNode node, String field, long fallback, long min, long max)
      throws InvalidEventException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      throw new InvalidEventException(RejectReason.WRONG_TYPE, field + " must be a whole number");
    }
    long number = value.longValue();
    if (number < min || number > max) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE,
          "%s is %d, but must be between %d and %d".formatted(field, number, min, max));
    }
    return number;
  }

  private static boolean flag(JsonNode node, String field) throws InvalidEventException {
    JsonNode value = node.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      throw new InvalidEventException(RejectReason.WRONG_TYPE, field + " must be true or false");
    }
    return value.asBoolean(false);
  }

  private static List<String> texts(JsonNode node, String field) throws InvalidEventException {
    JsonNode value = node.path(field);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isArray()) {
      throw new InvalidEventException(
          RejectReason.WRONG_TYPE, field + " must be an array of strings");
    }
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw new InvalidEventException(
            RejectReason.WRONG_TYPE, field + " must be an array of strings");
      }
      texts.add(element.textValue());
    }
    return texts;
  }
}
