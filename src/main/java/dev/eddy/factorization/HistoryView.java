package dev.eddy.factorization;

import java.util.Arrays;

/// A history at one moment. Immutable.
///
/// Places lie side by side in one array, seven words each (item, rating, weight, and the halves
/// of event time and offset): most of what a rating costs is to wait for memory.
public final class HistoryView {

  private static final int FIRST_CAPACITY = 4;
  private static final float WITHDRAWN = -1;

  private static final int WORDS = 7;
  private static final int ITEM = 0;
  private static final int RATING = 1;
  private static final int WEIGHT = 2;
  private static final int TIME = 3;
  private static final int OFFSET = 5;

  private final int[] words;
  private final int first;
  private final int size;

  private HistoryView(int[] words, int first, int size) {
    this.words = words;
    this.first = first;
    this.size = size;
  }

  static HistoryView empty(int first) {
    return new HistoryView(new int[WORDS * FIRST_CAPACITY], first, first);
  }

  /// Returns a view of one more place, which was set before.
  HistoryView longer() {
    return new HistoryView(words, first, size + 1);
  }

  /// Returns how many bytes of heap the places take.
  long sizeInBytes() {
    return (long) Integer.BYTES * words.length;
  }

  boolean isFull() {
    return at(size) == words.length;
  }

  private int at(int place) {
    return WORDS * (place - first);
  }

  /// Returns a copy that begins at a place and has room for so many.
  HistoryView copy(int from, int capacity) {
    return new HistoryView(
        Arrays.copyOfRange(words, at(from), at(from) + WORDS * capacity), from, size);
  }

  HistoryView copy() {
    return new HistoryView(words.clone(), first, size);
  }

  int capacity() {
    return words.length / WORDS;
  }

  void set(int place, History.Entry entry) {
    int at = at(place);
    words[at + ITEM] = entry.item();
    words[at + RATING] = Float.floatToRawIntBits(entry.live() ? entry.rating() : 0);
    words[at + WEIGHT] = Float.floatToRawIntBits(entry.live() ? entry.weight() : WITHDRAWN);
    set(at + TIME, entry.timeMs());
    set(at + OFFSET, entry.offset());
  }

  private void set(int at, long value) {
    words[at] = (int) (value >>> Integer.SIZE);
    words[at + 1] = (int) value;
  }

  private long get(int at) {
    return (long) words[at] << Integer.SIZE | Integer.toUnsignedLong(words[at + 1]);
  }

  /// Returns the first place that is kept.
  public int first() {
    return first;
  }

  /// Returns the place after the last one.
  public int size() {
    return size;
  }

  /// Returns the item of a place.
  public int item(int place) {
    return words[at(place) + ITEM];
  }

  /// Returns whether the rating of a place stands.
  public boolean live(int place) {
    return weight(place) != WITHDRAWN;
  }

  /// Returns the rating of a place, if it stands.
  public float rating(int place) {
    return Float.intBitsToFloat(words[at(place) + RATING]);
  }

  /// Returns the weight of a place, if it stands.
  public float weight(int place) {
    return Float.intBitsToFloat(words[at(place) + WEIGHT]);
  }

  /// Returns the event time of a place.
  public long timeMs(int place) {
    return get(at(place) + TIME);
  }

  /// Returns a place.
  public History.Entry entry(int place) {
    boolean live = live(place);
    return new History.Entry(
        item(place),
        live,
        rating(place),
        live ? weight(place) : 0,
        timeMs(place),
        get(at(place) + OFFSET));
  }

  /// Returns all places, in order.
  public History.Entry[] entries() {
    History.Entry[] entries = new History.Entry[size - first];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(first + i);
    }
    return entries;
  }

  /// Returns the latest event time of all places, 0 where there are none.
  public long latestMs() {
    long latest = 0;
    for (int place = first; place < size; place++) {
      latest = Math.max(latest, timeMs(place));
    }
    return latest;
  }
}
