package dev.eddy.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/// Decoded rows in memory, bounded in bytes. One thread, the owner, adds, marks and evicts; any
/// thread may look a row up.
///
/// Eviction is by second chance (the CLOCK of Corbató 1969): a row that was used since the hand
/// last passed is spared once. A dirty row is written before it leaves, by the owner, within its
/// transaction, which is why no general cache that evicts on its own threads can stand here.
///
/// @param <V> the decoded row
final class WriteBackCache<V> {

  private final ConcurrentHashMap<String, Slot<V>> slots = new ConcurrentHashMap<>();
  private final List<Slot<V>> ring = new ArrayList<>();
  private final SequencedSet<Slot<V>> dirty = new LinkedHashSet<>();
  private final long maxBytes;
  private int hand;
  private final Tally bytes = new Tally();
  private final Tally hits = new Tally();
  private final Tally misses = new Tally();
  private final Tally dirtyRows = new Tally();

  /// A number that the owner changes, without a locked instruction, and any thread may read.
  private static final class Tally {
    private final AtomicLong value = new AtomicLong();

    void add(long by) {
      value.setOpaque(value.getPlain() + by);
    }

    long get() {
      return value.getOpaque();
    }
  }

  private static final class Slot<V> {
    final String key;
    final V row;
    int place;
    long bytes;
    boolean dirty;
    boolean used;

    Slot(String key, V row) {
      this.key = key;
      this.row = row;
    }
  }

  WriteBackCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Returns a row, or null where it is not cached; owner only, counts hits and misses.
  V get(String key) {
    Slot<V> slot = slots.get(key);
    if (slot == null) {
      misses.add(1);
      return null;
    }
    hits.add(1);
    slot.used = true;
    return slot.row;
  }

  /// Returns a row, or null where it is not cached; any thread.
  V peek(String key) {
    Slot<V> slot = slots.get(key);
    return slot == null ? null : slot.row;
  }

  void add(String key, V row, long rowBytes) {
    Slot<V> slot = new Slot<>(key, row);
    slot.bytes = rowBytes;
    slot.used = true;
    slot.place = ring.size();
    ring.add(slot);
    bytes.add(rowBytes);
    slots.put(key, slot);
  }

  /// Marks a cached row as changed and takes note of its new size.
  void markDirty(String key, long rowBytes) {
    Slot<V> slot = slots.get(key);
    if (slot == null) {
      throw new IllegalStateException("only a cached row can be marked dirty: " + key);
    }
    bytes.add(rowBytes - slot.bytes);
    slot.bytes = rowBytes;
    if (!slot.dirty) {
      slot.dirty = true;
      dirty.add(slot);
      dirtyRows.add(1);
    }
  }

  void remove(String key) {
    Slot<V> slot = slots.remove(key);
    if (slot != null) {
      takeOut(slot);
    }
  }

  /// Writes every dirty row and marks it clean.
  void writeDirty(BiConsumer<String, V> writer) {
    writeOldest(0, writer);
  }

  /// Writes the rows that are dirty for the longest time until no more than `max` are, so that
  /// the commit finds little left to do.
  void writeOldest(int max, BiConsumer<String, V> writer) {
    while (dirty.size() > max) {
      Slot<V> slot = dirty.getFirst();
      writer.accept(slot.key, slot.row);
      dirty.removeFirst();
      slot.dirty = false;
      dirtyRows.add(-1);
    }
  }

  /// Evicts until the bound is met. A reader that misses a row in the cache finds it in the
  /// store, since a dirty row is written before it is removed.
  void shrink(BiConsumer<String, V> writer) {
    while (bytes.get() > maxBytes && ring.size() > 1) {
      if (hand >= ring.size()) {
        hand = 0;
      }
      Slot<V> slot = ring.get(hand);
      if (slot.used) {
        slot.used = false;
        hand++;
      } else {
        if (slot.dirty) {
          writer.accept(slot.key, slot.row);
        }
        slots.remove(slot.key);
        takeOut(slot);
      }
    }
  }

  private void takeOut(Slot<V> slot) {
    if (slot.dirty) {
      slot.dirty = false;
      dirty.remove(slot);
      dirtyRows.add(-1);
    }
    bytes.add(-slot.bytes);
    Slot<V> last = ring.removeLast();
    if (last.place != slot.place) {
      ring.set(slot.place, last);
      last.place = slot.place;
    }
  }

  void clear() {
    slots.clear();
    ring.clear();
    dirty.clear();
    dirtyRows.add(-dirtyRows.get());
    bytes.add(-bytes.get());
    hand = 0;
  }

  boolean isHalfFull() {
    return bytes.get() > maxBytes / 2;
  }

  boolean hasDirty() {
    return !dirty.isEmpty();
  }

  long hits() {
    return hits.get();
  }

  long misses() {
    return misses.get();
  }

  long dirtyRows() {
    return dirtyRows.get();
  }

  long bytes() {
    return bytes.get();
  }

  void forEach(BiConsumer<String, V> visitor) {
    slots.forEach((key, slot) -> visitor.accept(key, slot.row));
  }
}
