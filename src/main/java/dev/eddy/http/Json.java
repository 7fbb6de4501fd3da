package dev.eddy.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// JSON of answers: records as they are, absent values left out.
public final class Json {

  /// Reads and writes.
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// Returns a value as JSON.
  public static String write(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /// Returns a value as JSON in UTF-8.
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a response cannot be written as JSON", e);
    }
  }

  /// Reads what another instance wrote.
  ///
  /// @throws ProblemException 400 if it is not one
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      throw ProblemException.badBody(
          "the body cannot be read as a " + type.getSimpleName() + ": " + e.getMessage());
    }
    throw ProblemException.badBody("the body is null, but must be a " + type.getSimpleName());
  }

  /// Sends an answer that is true now, or of one person: nobody is to keep it.
  public static void send(Response response, Object value) {
    send(response, "no-store", value);
  }

  /// Sends an answer about items, the same for everybody, that may be a few seconds old.
  public static void sendPublic(Response response, Object value) {
    send(response, "public, max-age=2", value);
  }

  private static void send(Response response, String caching, Object value) {
    response.header("Content-Type", "application/json");
    response.header("Cache-Control", caching);
    response.send(bytes(value));
  }

  /// Rounds what people read; nobody needs seven digits of a predicted rating.
  public static double round(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
