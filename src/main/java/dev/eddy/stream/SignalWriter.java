package dev.eddy.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
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

  /// Numbers that are none are written as texts, and read back.
  private static final ObjectMapper JSON = new JsonMapper();

  private SignalWriter() {}

  static byte[] write(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a signal cannot be written", e);
    }
  }

  static Signal readSignal(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, Signal.class);
  }

  static WindowFacts readFacts(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, WindowFacts.class);
  }
}
