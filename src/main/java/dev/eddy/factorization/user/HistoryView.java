package dev.eddy.factorization.user;

import java.util.Arrays;
import java.util.List;

/// A history at one moment. Immutable.
///
/// Places lie side by side in one array, nine words each (item, rating, weight, the halves of
/// event time and offset, kind, and the part that counts): most of what a rating costs is to wait
/// for memory.
public final class HistoryView {

  private static final int FIRST_CAPACITY = 4;
  private static final float WITHDRAWN = Float.NEGATIVE_INFINITY;

  private static final int WORDS = 9;
  private static final int ITEM = 0;
  private static final int RATING = 1;
  private static final int WEIGHT = 2;
  private static final int TIME = 3;
  private static final int OFFSET = 5;
  private static final int KIND = 7;
  private static final int PART = 8;

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

  /// Returns a view of some entries.
  static HistoryView of(int first, List<History.Entry> entries) {
    HistoryView view =
        new HistoryView(
            new int[WORDS * Math.max(FIRST_CAPACITY, entries.size() + 1)],
            first,
            first + entries.size());
    for (int i = 0; i < entries.size(); i++) {
      view.set(first + i, entries.get(i));
    }
    return view;
  }

  /// Returns the places of two views of one user, in the order of arrival.
  static HistoryView merge(HistoryView one, HistoryView other) {
    if (other.size == other.first) {
      return one;
    }
    if (one.size == one.first) {
      return other;
    }
    int[] words = new int[one.at(one.size) + other.at(other.size)];
    int to = 0;
    int a = one.first;
    int b = other.first;
    while (a < one.size || b < other.size) {
      boolean isFirst = b == other.size || (a < one.size && one.offset(a) <= other.offset(b));
      HistoryView from = isFirst ? one : other;
      System.arraycopy(from.words, from.at(isFirst ? a++ : b++), words, to, WORDS);
      to += WORDS;
    }
    return new HistoryView(words, 0, to / WORDS);
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
    words[at + KIND] = entry.kind();
    words[at + PART] = Float.floatToRawIntBits(entry.live() ? entry.part() : 1);
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

  /// Returns the number of the kind of a place, 0 for none.
  public int kind(int place) {
    return words[at(place) + KIND];
  }

  /// Returns whether the rating of a place stands.
  public boolean live(int place) {
    return weight(place) != WITHDRAWN;
  }

  /// Returns whether what stands in a place tells that the user does not want the item.
  public boolean isAgainst(int place) {
    return Float.isNaN(rating(place)) && weight(place) < 0 && live(place);
  }

  /// Returns whether anything of an item stands.
  public boolean contains(int item) {
    for (int place = size - 1; place >= first; place--) {
      if (item(place) == item && live(place)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the rating of a place, if it stands; not a number for an event without one.
  public float rating(int place) {
    return Float.intBitsToFloat(words[at(place) + RATING]);
  }

  /// Returns the weight of a place, if it stands.
  public float weight(int place) {
    return Float.intBitsToFloat(words[at(place) + WEIGHT]);
  }

  private float part(int place) {
    return Float.intBitsToFloat(words[at(place) + PART]);
  }

  /// Returns the event time of a place.
  public long timeMs(int place) {
    return get(at(place) + TIME);
  }

  private long offset(int place) {
    return get(at(place) + OFFSET);
  }

  /// Returns a place.
  public History.Entry entry(int place) {
    boolean live = live(place);
    return new History.Entry(
        item(place),
        kind(place),
        live,
        rating(place),
        live ? weight(place) : 0,
        part(place),
        timeMs(place),
        offset(place));
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
