package dev.eddy.serve.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.event.Spelling;
import dev.eddy.http.Json;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Reads and checks the bodies of requests. Whatever is wrong becomes a [ProblemException] that
/// says what is allowed.
public final class Body {

  public static final String JSON = "application/json";

  private Body() {}

  /// Returns a body whole.
  ///
  /// @throws ProblemException 400 where there is none, 413 beyond a limit
  public static byte[] bytes(Request request, int maxBytes) throws IOException {
    byte[] bytes = request.hasBody() ? request.body().readNBytes(maxBytes + 1) : new byte[0];
    if (bytes.length == 0) {
      throw ProblemException.badBody("the body is missing");
    }
    if (bytes.length > maxBytes) {
      throw ProblemException.tooLarge("the body has more than " + maxBytes + " bytes");
    }
    return bytes;
  }

  /// Returns the media type of a body, in small letters and without its parameters; empty where
  /// nothing is said.
  public static String mediaType(Request request) {
    return request
        .header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /// Returns a JSON object.
  ///
  /// @param known the fields that it may have; a misspelt one must not silently do nothing
  public static ObjectNode object(Request request, int maxBytes, String... known)
      throws IOException {
    ObjectNode object = document(request, maxBytes);
    checkFields("", object, known);
    return object;
  }

  private static ObjectNode document(Request request, int maxBytes) throws IOException {
    requireJson(request);
    if (parse(bytes(request, maxBytes)) instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.badBody("the body must be a JSON object");
  }

  /// Returns a JSON object of any fields, one of which is also said by the path.
  public static ObjectNode document(Request request, int maxBytes, String idField, String id)
      throws IOException {
    ObjectNode object = document(request, maxBytes);
    set(object, idField, id);
    return object;
  }

  /// Sets a field to what the path says.
  ///
  /// @throws ProblemException 400 if the body says something else
  public static void set(ObjectNode object, String field, String value) {
    if (object.has(field) && !object.path(field).asText().equals(value)) {
      throw ProblemException.badBody(
          "%s is %s in the body, but %s in the path".formatted(field, object.get(field), value));
    }
    object.put(field, value);
  }

  /// Refuses what is not said to be JSON: a page of another site can send a form, a text, or
  /// something of which nothing is said, but not JSON without having been allowed to.
  static void requireJson(Request request) {
    requireType(request, JSON);
  }

  /// Refuses what is not said to be of one of some types.
  public static String requireType(Request request, String... allowed) {
    String type = mediaType(request);
    if (!List.of(allowed).contains(type)) {
      throw ProblemException.unsupportedMediaType(
          "%s; send Content-Type: %s"
              .formatted(
                  type.isEmpty() ? "the Content-Type is missing" : "the Content-Type is " + type,
                  String.join(" or ", allowed)));
    }
    return type;
  }

  public static JsonNode parse(byte[] bytes) throws IOException {
    try {
      JsonNode body = Json.MAPPER.readTree(bytes);
      if (body != null && !body.isMissingNode()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ProblemException.badBody("the body is not JSON: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw ProblemException.badBody("the body is not UTF-8: " + e.getMessage());
    }
    throw ProblemException.badBody("the body is empty");
  }

  private static void checkFields(String where, JsonNode object, String... known) {
    Set<String> allowed = new TreeSet<>(List.of(known));
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (allowed.isEmpty()) {
                throw ProblemException.badBody(
                    "%sunknown field %s; the object must be empty".formatted(where, field));
              }
              if (!allowed.contains(field)) {
                throw ProblemException.badBody(
                    "%sunknown field %s, did you mean %s? Allowed are %s"
                        .formatted(
                            where,
                            field,
                            Spelling.closest(field, allowed),
                            String.join(", ", allowed)));
              }
            });
  }

  /// Returns a field that is an array of ids.
  public static List<String> ids(ObjectNode body, String field, int most) {
    JsonNode array = array(body, field, most);
    List<String> ids = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw ProblemException.badBody(field + " must be an array of ids (strings)");
      }
      ids.add(RequestParameters.checkedId(field, element.textValue()));
    }
    return ids;
  }

  /// What somebody thinks of an item.
  ///
  /// @param rating on the scale
  /// @param weight how much it counts, 0–10
  public record Opinion(String itemId, double rating, double weight) {}

  /// Returns a field that is an array of opinions, each an object with `itemId` and perhaps
  /// `rating` and `weight`.
  ///
  /// @param fallback the rating where none is given; not a number where one must be
  public static List<Opinion> opinions(
      ObjectNode body, String field, int most, double min, double max, double fallback) {
    List<Opinion> opinions = new ArrayList<>();
    for (JsonNode element : array(body, field, most)) {
      String where = field + "[" + opinions.size() + "]: ";
      opinions.add(
          new Opinion(
              itemId(where, element, "itemId", "rating", "weight"),
              number(where, element, "rating", fallback, min, max),
              number(where, element, "weight", 1, 0, 10)));
    }
    return opinions;
  }

  /// Returns the item of an object in an array.
  ///
  /// @param known the fields that it may have
  public static String itemId(String where, JsonNode element, String... known) {
    if (!element.isObject()) {
      throw ProblemException.badBody(where + "it must be an object with itemId");
    }
    checkFields(where, element, known);
    if (!element.path("itemId").isTextual()) {
      throw ProblemException.badBody(where + "itemId must be a string");
    }
    return RequestParameters.checkedId("itemId", element.get("itemId").textValue());
  }

  /// Returns a field that is a number of a range.
  ///
  /// @param where before what is wrong with it
  /// @param fallback where it is missing
  public static double number(
      String where, JsonNode object, String field, double fallback, double min, double max) {
    JsonNode value = object.path(field);
    double number = value.isMissingNode() ? fallback : value.asDouble(Double.NaN);
    if ((!value.isMissingNode() && !value.isNumber()) || !(number >= min && number <= max)) {
      throw ProblemException.badBody(
          "%s%s must be a number between %s and %s".formatted(where, field, min, max));
    }
    return number;
  }

  /// Returns a field that is one of some words.
  public static String choice(
      ObjectNode body, String field, String fallback, List<String> allowed) {
    String value = body.path(field).asText(fallback);
    if (!allowed.contains(value)) {
      throw ProblemException.badBody(
          "%s is '%s', but must be one of %s".formatted(field, value, String.join(", ", allowed)));
    }
    return value;
  }

  public static JsonNode array(ObjectNode body, String field, int most) {
    JsonNode array = body.path(field);
    if (!array.isArray() || array.isEmpty()) {
      throw ProblemException.badBody(field + " must be an array with at least one entry");
    }
    if (array.size() > most) {
      throw ProblemException.badBody(
          "%s has %d entries, but at most %d are allowed".formatted(field, array.size(), most));
    }
    return array;
  }
}
