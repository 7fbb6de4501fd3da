package dev.eddy.stream.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.drift.Signal;
import dev.eddy.drift.WindowFacts;
import dev.eddy.lists.BrakeChange;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals as they lie in the topic `drift-signals`: JSON, the monitor's name as the key. So do the
/// changes of brakes, which every instance takes over from there.
public final class SignalWriter {

  /// Key of what stood out in a window.
  static final String FACTS = "facts";

  /// Key of changes of brakes.
  public static final String BRAKE = "brake";

  /// Numbers that are none are written as texts, and read back. Fields of newer builds are passed
  /// over.
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private SignalWriter() {}

  /// Returns a signal, what stood out, or a change of a brake as JSON.
  public static byte[] write(Object value) {
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

  static BrakeChange readBrake(byte[] bytes) throws IOException {
    return read(bytes, BrakeChange.class);
  }

  /// @throws IOException also for `null` and for a value without what it must have
  private static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    T value = JSON.readValue(bytes, type);
    if (value == null) {
      throw new IOException("the value is null");
    }
    return value;
  }
}
