package dev.eddy.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/// Keys in the stores: an id in UTF-8, or one followed by the byte 0xFF, which no UTF-8 contains,
/// and a chunk number.
public final class StoreKey {

  private static final byte SEPARATOR = (byte) 0xFF;

  /// The key of a task's own row: the separator alone, which is no id.
  static final Bytes TASK = Bytes.wrap(new byte[] {SEPARATOR});

  private StoreKey() {}

  /// Returns the key of an id.
  public static Bytes of(String id) {
    return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the key of one of the records that an id takes.
  public static Bytes of(String id, int chunk) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(bytes, bytes.length + 5);
    key[bytes.length] = SEPARATOR;
    for (int i = 0; i < 4; i++) {
      key[bytes.length + 1 + i] = (byte) (chunk >>> (24 - 8 * i));
    }
    return Bytes.wrap(key);
  }

  /// Returns the id that a key belongs to, or null for the task's row.
  static String idOf(Bytes key) {
    byte[] bytes = key.get();
    int end = 0;
    while (end < bytes.length && bytes[end] != SEPARATOR) {
      end++;
    }
    return end == 0 && bytes.length > 0 ? null : new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
