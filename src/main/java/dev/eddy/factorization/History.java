package dev.eddy.factorization;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// A user's ratings in the order of their first arrival, one place an item.
///
/// Of two events for one item the later by (event time, offset) stands, whichever arrives first.
/// A withdrawal leaves a dated marker in the item's place, so that a late duplicate does not
/// bring the rating back.
///
/// One thread, the owner, changes it. Any thread may take a [#snapshot]: places once published
/// never change, an append fills a place that no earlier snapshot reaches, and a change in the
/// middle copies the columns.
public final class History {

  /// Places in one block: the unit in which changes are noted.
  public static final int BLOCK = 16;

  private static final float WITHDRAWN = -1;
  private static final int FIRST_CAPACITY = 8;

  private final Int2IntOpenHashMap placeOfItem = new Int2IntOpenHashMap();
  private final BitSet dirtyBlocks = new BitSet();
  private volatile Snapshot snapshot =
      new Snapshot(
          new int[FIRST_CAPACITY],
          new float[FIRST_CAPACITY],
          new float[FIRST_CAPACITY],
          new long[FIRST_CAPACITY],
          new long[FIRST_CAPACITY],
          0);

  /// Creates an empty history.
  public History() {
    placeOfItem.defaultReturnValue(-1);
  }

  /// The history at one moment, column by column. Only places below `size` may be read.
  private record Snapshot(
      int[] items, float[] ratings, float[] weights, long[] times, long[] offsets, int size) {

    Snapshot copy(int capacity) {
      return new Snapshot(
          Arrays.copyOf(items, capacity),
          Arrays.copyOf(ratings, capacity),
          Arrays.copyOf(weights, capacity),
          Arrays.copyOf(times, capacity),
          Arrays.copyOf(offsets, capacity),
          size);
    }

    Snapshot withSize(int newSize) {
      return new Snapshot(items, ratings, weights, times, offsets, newSize);
    }

    void set(int place, Entry entry) {
      items[place] = entry.item;
      ratings[place] = entry.live ? entry.rating : 0;
      weights[place] = entry.live ? entry.weight : WITHDRAWN;
      times[place] = entry.timeMs;
      offsets[place] = entry.offset;
    }

    Entry entry(int place) {
      boolean live = weights[place] != WITHDRAWN;
      return new Entry(
          items[place],
          live,
          ratings[place],
          live ? weights[place] : 0,
          times[place],
          offsets[place]);
    }
  }

  /// One place of a history.
  ///
  /// @param item number of the item
  /// @param live false where the rating was withdrawn
  /// @param rating the rating; 0 where withdrawn
  /// @param weight its weight; 0 where withdrawn
  /// @param timeMs event time
  /// @param offset offset of the record in its partition
  public record Entry(
      int item, boolean live, float rating, float weight, long timeMs, long offset) {

    boolean before(Entry other) {
      return timeMs != other.timeMs ? timeMs < other.timeMs : offset < other.offset;
    }

    boolean sameRating(Entry other) {
      return live == other.live && rating == other.rating && weight == other.weight;
    }
  }

  /// Applies an event and says what it did; owner only.
  ///
  /// @param event the event; a withdrawal is not live
  public HistoryChange apply(Entry event) {
    int place = placeOfItem.get(event.item);
    if (place < 0) {
      append(event);
      return event.live ? HistoryChange.NEW : HistoryChange.IGNORED;
    }
    Entry known = snapshot.entry(place);
    if (event.before(known)
        || (event.timeMs == known.timeMs && event.sameRating(known))
        || (event.timeMs == known.timeMs && event.offset == known.offset)) {
      return HistoryChange.IGNORED;
    }
    replace(place, event);
    if (event.live) {
      return known.live ? HistoryChange.REPLACED : HistoryChange.NEW;
    }
    return known.live ? HistoryChange.WITHDRAWN : HistoryChange.IGNORED;
  }

  /// Returns the rating of an item that stands, or not a number; owner only.
  double ratingOf(int item) {
    int place = placeOfItem.get(item);
    return place >= 0 && live(place) ? rating(place) : Double.NaN;
  }

  /// Restores one place as it was stored; owner only, in the order of places.
  public void restore(Entry entry) {
    append(entry);
    dirtyBlocks.clear();
  }

  private void append(Entry entry) {
    Snapshot now = snapshot;
    if (now.size == now.items.length) {
      now = now.copy(now.size * 2);
    }
    now.set(now.size, entry);
    placeOfItem.put(entry.item, now.size);
    dirtyBlocks.set(now.size / BLOCK);
    snapshot = now.withSize(now.size + 1);
  }

  private void replace(int place, Entry entry) {
    Snapshot copy = snapshot.copy(snapshot.items.length);
    copy.set(place, entry);
    dirtyBlocks.set(place / BLOCK);
    snapshot = copy;
  }

  /// Takes ratings out, each as if it had been withdrawn just after it was given: what comes late
  /// or again does not bring it back. Owner only.
  ///
  /// @param leaves tells whether the rating of a place, which stands, is to be taken out
  /// @return those that were taken out, as they stood
  List<Entry> expire(IntPredicate leaves) {
    Snapshot now = snapshot;
    Snapshot copy = now.copy(now.items.length);
    List<Entry> left = new ArrayList<>();
    for (int place = 0; place < now.size; place++) {
      if (live(place) && leaves.test(place)) {
        Entry entry = now.entry(place);
        copy.set(place, new Entry(entry.item, false, 0, 0, entry.timeMs + 1, entry.offset));
        dirtyBlocks.set(place / BLOCK);
        left.add(entry);
      }
    }
    snapshot = copy;
    return left;
  }

  /// Returns how many places there are, withdrawn ones included; any thread.
  public int size() {
    return snapshot.size;
  }

  /// Returns all places at this moment, in order; any thread.
  public Entry[] entries() {
    Snapshot now = snapshot;
    Entry[] entries = new Entry[now.size];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = now.entry(i);
    }
    return entries;
  }

  /// Returns one place; owner only.
  public Entry entry(int place) {
    return snapshot.entry(place);
  }

  /// Returns the item of one place; owner only.
  public int item(int place) {
    return snapshot.items[place];
  }

  /// Returns whether the rating of one place stands; owner only.
  public boolean live(int place) {
    return snapshot.weights[place] != WITHDRAWN;
  }

  /// Returns the rating of one place, if it stands; owner only.
  float rating(int place) {
    return snapshot.ratings[place];
  }

  /// Returns the weight of one place, if it stands; owner only.
  float weight(int place) {
    return snapshot.weights[place];
  }

  /// Returns the event time of one place; owner only.
  long timeMs(int place) {
    return snapshot.times[place];
  }

  /// Returns the latest event time of all places, 0 where there are none; any thread.
  public long latestMs() {
    Snapshot now = snapshot;
    long latest = 0;
    for (int place = 0; place < now.size; place++) {
      latest = Math.max(latest, now.times[place]);
    }
    return latest;
  }

  /// Returns which blocks changed since [#markClean]; owner only.
  public BitSet dirtyBlocks() {
    return dirtyBlocks;
  }

  /// Notes that no block is stored; owner only.
  public void markAllDirty() {
    dirtyBlocks.set(0, (size() + BLOCK - 1) / BLOCK);
  }

  /// Notes that every block is stored; owner only.
  public void markClean() {
    dirtyBlocks.clear();
  }

  /// Returns about how many bytes of heap the history takes.
  public long sizeInBytes() {
    return 200 + 28L * snapshot.items.length + 12L * placeOfItem.size();
  }
}
