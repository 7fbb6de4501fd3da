package dev.eddy.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/// Keys in the stores: an id in UTF-8, which is the first record of a row; or the byte 0xFF, which
/// no UTF-8 contains, the id and a number, one of the row's further records. So all first records
/// come first in a store, in the order of ids.
public final class StoreKey {

  private static final byte FURTHER = (byte) 0xFF;

  /// The key of a task's own row: no id, and no number.
  public static final Bytes TASK = Bytes.wrap(new byte[] {FURTHER});

  private StoreKey() {}

  /// Returns the key of an id.
  public static Bytes of(String id) {
    return Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the key of one of the further records that an id takes.
  public static Bytes of(String id, int number) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(1 + bytes.length + Integer.BYTES)
            .put(FURTHER)
            .put(bytes)
            .putInt(number)
            .array());
  }

  /// Returns the id that a key is of, or null where the key is not of a first record.
  static String idOf(Bytes key) {
    byte[] bytes = key.get();
    return bytes.length > 0 && bytes[0] == FURTHER
        ? null
        : new String(bytes, StandardCharsets.UTF_8);
  }
}
