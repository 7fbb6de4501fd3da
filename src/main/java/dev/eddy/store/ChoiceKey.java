package dev.eddy.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys under which changes of choices travel in `item-deltas`, beside those of rows: a NUL,
/// the letter c and the item's id; without an id they are of what belongs to no item. No id of an
/// item starts with a NUL.
public final class ChoiceKey {

  private static final byte RESERVED = 0;
  private static final byte MARK = 'c';

  private ChoiceKey() {}

  /// Returns the key of an item, or with the empty id of what belongs to none.
  public static byte[] of(String itemId) {
    byte[] id = itemId.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[2 + id.length];
    key[0] = RESERVED;
    key[1] = MARK;
    System.arraycopy(id, 0, key, 2, id.length);
    return key;
  }

  /// Returns whether a key is one of these.
  public static boolean is(byte[] key) {
    return key.length >= 2 && key[0] == RESERVED && key[1] == MARK;
  }

  /// Returns the id that a key is of, empty for what belongs to no item.
  public static String idOf(byte[] key) {
    return new String(Arrays.copyOfRange(key, 2, key.length), StandardCharsets.UTF_8);
  }
}
