package dev.eddy.store;

import java.util.ArrayList;
import java.util.List;
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

  /// So many rows are written by one call of RocksDB, which costs less than a call each.
  static final int AT_ONCE = 256;

  private final ConcurrentHashMap<String, Slot<V>> slots = new ConcurrentHashMap<>();
  private final List<Slot<V>> ring = new ArrayList<>();

  /// Ends of the list of dirty rows, in the order in which they became dirty.
  private final Slot<V> dirty = new Slot<>(null, null);

  private final long maxBytes;
  private int hand;
  private String recentKey;
  private Slot<V> recent;
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
    boolean used;

    /// Neighbours in the list of dirty rows; null in a clean one.
    Slot<V> before;

    Slot<V> after;

    Slot(String key, V row) {
      this.key = key;
      this.row = row;
    }

    boolean isDirty() {
      return after != null;
    }
  }

  /// Writes rows to the store, several at a time.
  ///
  /// @param <V> the decoded row
  interface Writer<V> {
    /// Takes a row to be written.
    void write(String key, V row);

    /// Makes all that was taken visible to readers of the store.
    void apply();

    /// Notes that a row, which is written, leaves the cache.
    void evicted(String key, V row);
  }

  WriteBackCache(long maxBytes) {
    this.maxBytes = maxBytes;
    dirty.before = dirty;
    dirty.after = dirty;
  }

  /// Returns a row, or null where it is not cached; owner only, counts hits and misses.
  V get(String key) {
    Slot<V> slot = find(key);
    if (slot == null) {
      misses.add(1);
      return null;
    }
    hits.add(1);
    slot.used = true;
    return slot.row;
  }

  /// Whoever marks a row as dirty has just asked for it, by the same key.
  @SuppressWarnings("ReferenceEquality")
  private Slot<V> find(String key) {
    if (key != recentKey) {
      recent = slots.get(key);
      recentKey = key;
    }
    return recent;
  }

  private void forgetRecent() {
    recentKey = null;
    recent = null;
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
    recentKey = key;
    recent = slot;
  }

  /// Marks a cached row as changed and takes note of its new size.
  void markDirty(String key, long rowBytes) {
    Slot<V> slot = find(key);
    if (slot == null) {
      throw new IllegalStateException("only a cached row can be marked dirty: " + key);
    }
    bytes.add(rowBytes - slot.bytes);
    slot.bytes = rowBytes;
    if (!slot.isDirty()) {
      slot.before = dirty.before;
      slot.after = dirty;
      dirty.before.after = slot;
      dirty.before = slot;
      dirtyRows.add(1);
    }
  }

  private void markClean(Slot<V> slot) {
    slot.before.after = slot.after;
    slot.after.before = slot.before;
    slot.before = null;
    slot.after = null;
    dirtyRows.add(-1);
  }

  void remove(String key) {
    Slot<V> slot = slots.remove(key);
    if (slot != null) {
      takeOut(slot);
    }
  }

  /// Writes every dirty row and marks it clean.
  void writeDirty(Writer<V> writer) {
    writeOldest(0, writer);
  }

  /// Writes the rows that are dirty for the longest time until no more than `max` are, so that
  /// the commit finds little left to do.
  void writeOldest(long max, Writer<V> writer) {
    while (dirtyRows.get() > max) {
      for (long left = Math.min(AT_ONCE, dirtyRows.get() - max); left > 0; left--) {
        Slot<V> slot = dirty.after;
        writer.write(slot.key, slot.row);
        markClean(slot);
      }
      writer.apply();
    }
  }

  /// Evicts until the bound is met. A reader that misses a row in the cache finds it in the
  /// store, since a dirty row is written before it is removed; and with it those that are dirty
  /// for a longer time, which the hand is about to meet.
  void shrink(Writer<V> writer) {
    while (bytes.get() > maxBytes && ring.size() > 1) {
      if (hand >= ring.size()) {
        hand = 0;
      }
      Slot<V> slot = ring.get(hand);
      if (slot.used) {
        slot.used = false;
        hand++;
      } else {
        if (slot.isDirty()) {
          writeOldest(Math.max(0, dirtyRows.get() - AT_ONCE), writer);
        }
        if (slot.isDirty()) {
          writer.write(slot.key, slot.row);
          markClean(slot);
          writer.apply();
        }
        writer.evicted(slot.key, slot.row);
        slots.remove(slot.key);
        takeOut(slot);
      }
    }
  }

  private void takeOut(Slot<V> slot) {
    forgetRecent();
    if (slot.isDirty()) {
      markClean(slot);
    }
    bytes.add(-slot.bytes);
    Slot<V> last = ring.removeLast();
    if (last.place != slot.place) {
      ring.set(slot.place, last);
      last.place = slot.place;
    }
  }

  void clear() {
    forgetRecent();
    slots.clear();
    ring.clear();
    dirty.before = dirty;
    dirty.after = dirty;
    dirtyRows.add(-dirtyRows.get());
    bytes.add(-bytes.get());
    hand = 0;
  }

  boolean hasDirty() {
    return dirtyRows.get() > 0;
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
