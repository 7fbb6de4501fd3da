package dev.eddy.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.drift.Signal;
import dev.eddy.drift.WindowFacts;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals as they lie in the topic `drift-signals`: JSON, the monitor's name as the key.
final class SignalWriter {

  /// Key of what stood out in a window.
  static final String FACTS = "facts";

  /// Numbers that are none are written as texts, and read back. Fields of newer builds are passed
  /// over.
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private SignalWriter() {}

  static byte[] write(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a signal cannot be written", e);
    }
  }

  static Signal readSignal(byte[] bytes) throws IOException {
    return read(bytes, Signal.class);
  }

  static WindowFacts readFacts(byte[] bytes) throws IOException {
    return read(bytes, WindowFacts.class);
  }

  /// @throws IOException also for `null` and for a value without what it must have
  private static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    T value = JSON.readValue(bytes, type);
    if (value == null) {
      throw new IOException("it is null");
    }
    return value;
  }
}
