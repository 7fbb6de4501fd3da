package dev.eddy.store;

import dev.eddy.factorization.item.ItemRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The ids of items as they travel, by number and back. A row of choices names up to 128 items, and
/// thousands of rows are read and written in a second: so an id is encoded once, and bytes that
/// were met before are found without making a text of them.
///
/// Any thread may use it.
public final class ItemIds {

  private static final int FIRST_SIZE = 1024;

  private final ItemRows items;
  private volatile Known known = new Known(FIRST_SIZE);
  private int size;

  /// What is known, in arrays that are only ever filled.
  ///
  /// @param ids by number
  /// @param numbers by hash, 0 for none (open addressing with linear probing); at least twice as
  ///     many places as there are numbers
  private record Known(AtomicReferenceArray<byte[]> ids, AtomicIntegerArray numbers) {

    Known(int ids) {
      this(new AtomicReferenceArray<>(ids), new AtomicIntegerArray(2 * ids));
    }

    byte[] id(int number) {
      return number < ids.length() ? ids.get(number) : null;
    }

    /// Returns the number of an id, or 0 while it is not known.
    int find(byte[] bytes, int from, int to) {
      for (int place = place(bytes, from, to); ; place = (place + 1) % numbers.length()) {
        int number = numbers.get(place);
        if (number == 0 || is(ids.get(number), bytes, from, to)) {
          return number;
        }
      }
    }

    private static boolean is(byte[] id, byte[] bytes, int from, int to) {
      return Arrays.equals(id, 0, id.length, bytes, from, to);
    }

    private int place(byte[] bytes, int from, int to) {
      int hash = 1;
      for (int at = from; at < to; at++) {
        hash = 31 * hash + bytes[at];
      }
      hash *= 0x9E3779B9; // ids that differ in the last digit alone lie apart
      return (hash ^ (hash >>> 16)) & (numbers.length() - 1);
    }

    void put(int number, byte[] id) {
      ids.set(number, id);
      int place = place(id, 0, id.length);
      while (numbers.get(place) != 0) {
        place = (place + 1) % numbers.length();
      }
      numbers.set(place, number);
    }
  }

  /// Knows the ids of items that have numbers, or get them.
  public ItemIds(ItemRows items) {
    this.items = items;
  }

  /// Returns an item's id in UTF-8, not to be changed.
  byte[] id(int number) {
    byte[] id = known.id(number);
    return id != null ? id : add(number);
  }

  /// Returns the number of an item, giving it one if it has none.
  ///
  /// @param in stands before the id in UTF-8, and behind it afterwards; backed by an array
  int number(ByteBuffer in, int length) {
    int from = in.arrayOffset() + in.position();
    in.position(in.position() + length);
    if (length == 0) {
      return ItemRows.SHARED;
    }
    int number = known.find(in.array(), from, from + length);
    if (number == 0) {
      number = items.number(new String(in.array(), from, length, StandardCharsets.UTF_8));
      add(number);
    }
    return number;
  }

  private synchronized byte[] add(int number) {
    byte[] id = known.id(number);
    if (id == null) {
      id = items.id(number).getBytes(StandardCharsets.UTF_8);
      if (number >= known.ids.length()) {
        grow(number);
      }
      if (number != ItemRows.SHARED) { // its empty id is found without searching
        known.put(number, id);
      }
      size = Math.max(size, number + 1);
    }
    return id;
  }

  private void grow(int number) {
    Known larger = new Known(Integer.highestOneBit(number) << 1);
    for (int other = 1; other < size; other++) {
      byte[] id = known.id(other);
      if (id != null) {
        larger.put(other, id);
      }
    }
    known = larger;
  }
}
