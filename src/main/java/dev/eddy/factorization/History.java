package dev.eddy.factorization;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// A user's ratings in the order of their first arrival, one place an item.
///
/// Of two events for one item the later by (event time, offset) stands, whichever arrives first.
/// A withdrawal leaves a dated marker in the item's place, so that a late duplicate does not
/// bring the rating back. Places are numbered from the first that ever was; those of the oldest
/// ratings may have left.
///
/// One thread, the owner, changes it. Any thread may take a [#view]: places once published never
/// change, an append fills a place that no earlier view reaches, and a change in the middle copies
/// the columns.
public final class History {

  /// Places in one block: the unit in which changes are noted, and in which the oldest leave.
  public static final int BLOCK = 16;

  private static final byte[] NO_TAIL = {};

  /// A shorter history is looked through.
  private static final int MAPPED_FROM = 64;

  /// Null for a short history.
  private Int2IntOpenHashMap placeOfItem;

  private final BitSet dirtyBlocks = new BitSet();
  private byte[] tail = NO_TAIL;
  private int tailEnd;
  private int storedFrom;
  private Stamp stamp;
  private volatile HistoryView view;

  /// Creates an empty history.
  public History() {
    this(0, Stamp.NONE);
  }

  /// Creates a history that is to be restored.
  ///
  /// @param first the first place that is kept, a multiple of [#BLOCK]
  /// @param stamp which events it includes
  public History(int first, Stamp stamp) {
    this.stamp = stamp;
    storedFrom = first / BLOCK;
    view = HistoryView.empty(first);
  }

  /// Returns a history of some ratings, in their order.
  public static History of(List<Entry> entries) {
    History history = new History();
    entries.forEach(history::append);
    return history;
  }

  /// Which events a history includes, or what was solved from it. The same partition of the same
  /// topic never gives two histories of a user one stamp.
  ///
  /// @param offset of the last event that changed it, -1 for none
  /// @param changes how many changes there were
  public record Stamp(long offset, int changes) {

    /// Of a history that nothing has changed.
    public static final Stamp NONE = new Stamp(-1, 0);
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

  /// Says what an event would do, and does nothing; owner only.
  ///
  /// @param event the event; a withdrawal is not live
  public HistoryChange judge(Entry event) {
    int place = place(event.item);
    if (place < 0) {
      return event.live ? HistoryChange.NEW : HistoryChange.IGNORED;
    }
    Entry known = view.entry(place);
    if (isOld(event, known)) {
      return HistoryChange.IGNORED;
    }
    if (event.live) {
      return known.live ? HistoryChange.REPLACED : HistoryChange.NEW;
    }
    return known.live ? HistoryChange.WITHDRAWN : HistoryChange.IGNORED;
  }

  /// Applies an event and says what it did; owner only.
  ///
  /// @param event the event; a withdrawal is not live
  public HistoryChange apply(Entry event) {
    HistoryChange change = judge(event);
    int place = place(event.item);
    if (place < 0) {
      append(event);
    } else if (isOld(event, view.entry(place))) {
      return change;
    } else {
      replace(place, event);
    }
    stamp = new Stamp(event.offset, stamp.changes + 1);
    return change;
  }

  private static boolean isOld(Entry event, Entry known) {
    return event.before(known)
        || (event.timeMs == known.timeMs
            && (event.sameRating(known) || event.offset == known.offset));
  }

  /// Returns whether an item has a place, standing or withdrawn; owner only.
  boolean knows(int item) {
    return place(item) >= 0;
  }

  /// Returns the rating of an item that stands, or not a number; owner only.
  public double ratingOf(int item) {
    int place = place(item);
    return place >= 0 && view.live(place) ? view.rating(place) : Double.NaN;
  }

  /// Restores one place as it was stored; owner only, in the order of places.
  public void restore(Entry entry) {
    append(entry);
    dirtyBlocks.clear();
  }

  private void append(Entry entry) {
    HistoryView now = view;
    if (now.isFull()) {
      now = now.copy(now.first(), 2 * now.capacity());
    }
    now.set(now.size(), entry);
    if (placeOfItem != null) {
      placeOfItem.put(entry.item, now.size());
    }
    dirtyBlocks.set(now.size() / BLOCK);
    view = now.longer();
    if (placeOfItem == null && view.size() - view.first() == MAPPED_FROM) {
      placeOfItem = new Int2IntOpenHashMap(2 * MAPPED_FROM);
      placeOfItem.defaultReturnValue(-1);
      for (int place = view.first(); place < view.size(); place++) {
        placeOfItem.put(view.item(place), place);
      }
    }
  }

  /// Returns the place of an item, or -1.
  private int place(int item) {
    if (placeOfItem != null) {
      return placeOfItem.get(item);
    }
    HistoryView now = view;
    for (int place = now.size() - 1; place >= now.first(); place--) {
      if (now.item(place) == item) {
        return place;
      }
    }
    return -1;
  }

  private void replace(int place, Entry entry) {
    HistoryView copy = view.copy();
    copy.set(place, entry);
    dirtyBlocks.set(place / BLOCK);
    view = copy;
    forgetTail(place);
  }

  /// Takes ratings out, each as if it had been withdrawn just after it was given: what comes late
  /// or again does not bring it back. Owner only.
  ///
  /// @param leaves tells whether the rating of a place, which stands, is to be taken out
  /// @return those that were taken out, as they stood
  List<Entry> expire(IntPredicate leaves) {
    HistoryView copy = view.copy();
    List<Entry> left = new ArrayList<>();
    for (int place = copy.first(); place < copy.size(); place++) {
      if (copy.live(place) && leaves.test(place)) {
        Entry entry = copy.entry(place);
        copy.set(place, new Entry(entry.item, false, 0, 0, entry.timeMs + 1, entry.offset));
        dirtyBlocks.set(place / BLOCK);
        forgetTail(place);
        left.add(entry);
        stamp = new Stamp(stamp.offset, 31 * stamp.changes + place + 1);
      }
    }
    view = copy;
    return left;
  }

  /// Lets the oldest places go where there are more than so many, a block at a time. What comes
  /// again of them is taken for new. Owner only.
  ///
  /// @return what leaves, as it stood, withdrawn ratings left out
  List<Entry> keepLatest(int most) {
    HistoryView now = view;
    int from = (now.size() - most) / BLOCK * BLOCK;
    if (from <= now.first()) {
      return List.of();
    }
    List<Entry> left = new ArrayList<>();
    for (int place = now.first(); place < from; place++) {
      if (placeOfItem != null) {
        placeOfItem.remove(now.item(place));
      }
      if (now.live(place)) {
        left.add(now.entry(place));
      }
    }
    view = now.copy(from, now.capacity());
    changed();
    return left;
  }

  private void changed() {
    stamp = new Stamp(stamp.offset, stamp.changes + 1);
  }

  /// Returns the history at this moment; any thread.
  public HistoryView view() {
    return view;
  }

  /// Returns which events are included; owner only.
  public Stamp stamp() {
    return stamp;
  }

  /// Returns the place after the last one, withdrawn ones included; any thread.
  public int size() {
    return view.size();
  }

  /// Returns the newest places as the store encoded them last, up to [#tailEnd]; owner only.
  public byte[] tail() {
    return tail;
  }

  /// Returns the place up to which the newest places are encoded; owner only.
  public int tailEnd() {
    return tailEnd;
  }

  /// Keeps how the store encoded the newest places: they are written again with each that comes.
  /// Owner only.
  ///
  /// @param encoded all places of the last block up to the end
  public void keepTail(byte[] encoded, int end) {
    tail = encoded;
    tailEnd = end;
  }

  private void forgetTail(int place) {
    if (place / BLOCK == tailEnd / BLOCK) {
      tail = NO_TAIL;
      tailEnd = 0;
    }
  }

  /// Returns which blocks changed since [#markClean]; owner only.
  public BitSet dirtyBlocks() {
    return dirtyBlocks;
  }

  /// Returns the first block that is still stored; owner only.
  public int storedFrom() {
    return storedFrom;
  }

  /// Notes that what is stored is as it is here; owner only.
  public void markClean() {
    dirtyBlocks.clear();
    storedFrom = view.first() / BLOCK;
  }

  /// Returns about how many bytes of heap the history takes.
  public long sizeInBytes() {
    int mapped = placeOfItem == null ? 0 : placeOfItem.size();
    return 180 + tail.length + view.sizeInBytes() + 16L * mapped;
  }
}
