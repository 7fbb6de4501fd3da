package dev.eddy.factorization.user;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// What a user did, in the order of arrival: ratings, one place an item, or events without a
/// rating, one place an item and kind.
///
/// Of two events for one place the later by (event time, offset) stands, whichever arrives first
/// ([PlaceRule]). A rating keeps its place when it is corrected; a later event without a rating
/// goes to the end, and leaves an empty place. A withdrawal leaves a dated marker in the item's
/// place, so that a late duplicate does not bring the rating back. Places are numbered from the
/// first that ever was; those of the oldest may have left.
///
/// One thread, the owner, changes it. Any thread may take a [#view]: places once published never
/// change, an append fills a place that no earlier view reaches, and a change in the middle copies
/// the columns.
public final class History {

  /// Places in one block: the unit in which changes are noted, and in which the oldest leave.
  public static final int BLOCK = 16;

  private static final byte[] NO_TAIL = {};

  private final PlaceIndex places;

  /// Places that are empty because what was in them went to the end.
  private int emptied;

  private final boolean byKind;
  private final BitSet dirtyBlocks = new BitSet();
  private byte[] tail = NO_TAIL;
  private int tailEnd;
  private int storedFrom;
  private Stamp stamp;
  private volatile HistoryView view;

  /// Creates an empty history of ratings.
  public History() {
    this(Of.RATINGS, 0, Stamp.NONE);
  }

  /// Creates an empty history.
  public History(Of what) {
    this(what, 0, Stamp.NONE);
  }

  /// Creates a history that is to be restored.
  ///
  /// @param first the first place that is kept, a multiple of [#BLOCK]
  /// @param stamp which events it includes
  public History(Of what, int first, Stamp stamp) {
    byKind = what == Of.INTERACTIONS;
    places = new PlaceIndex(byKind);
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

  /// What a history is of.
  public enum Of {
    /// Ratings: one place an item.
    RATINGS,
    /// Events without a rating: one place an item and kind.
    INTERACTIONS
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
  /// @param kind number of the kind of event, 0 for none
  /// @param live false where it was withdrawn, or went to another place
  /// @param rating the rating; 0 where not live; not a number for an event without a rating
  /// @param weight of a rating its weight, of an event without a rating what it is worth; 0 where
  ///     not live
  /// @param part how much of it counts as a choice, above 0 and at most 1; 1 where not live
  /// @param timeMs event time
  /// @param offset offset of the record in its partition
  public record Entry(
      int item,
      int kind,
      boolean live,
      float rating,
      float weight,
      float part,
      long timeMs,
      long offset) {

    /// Creates the place of an event that counts in full.
    public Entry(
        int item, int kind, boolean live, float rating, float weight, long timeMs, long offset) {
      this(item, kind, live, rating, weight, 1, timeMs, offset);
    }

    /// Creates the place of a rating of no kind that counts in full.
    public Entry(int item, boolean live, float rating, float weight, long timeMs, long offset) {
      this(item, 0, live, rating, weight, timeMs, offset);
    }

    /// Returns the event, of which only a part counts as a choice.
    public Entry counting(float part) {
      return new Entry(item, kind, live, rating, weight, part, timeMs, offset);
    }

    /// Returns what stands where the event was.
    Entry gone(long goneMs) {
      return new Entry(item, kind, false, 0, 0, goneMs, offset);
    }
  }

  /// Says what an event would do, and does nothing; owner only.
  ///
  /// @param event the event; a withdrawal is not live
  public HistoryChange judge(Entry event) {
    return PlaceRule.judge(event, standing(event), byKind);
  }

  /// Applies an event and says what it did; owner only.
  ///
  /// @param event the event; a withdrawal is not live
  public HistoryChange apply(Entry event) {
    int place = place(event);
    Entry known = place < 0 ? null : view.entry(place);
    HistoryChange change = PlaceRule.judge(event, known, byKind);
    if (known == null) {
      append(event);
    } else if (PlaceRule.isOld(event, known, byKind)) {
      return change;
    } else if (byKind) {
      replace(place, event.gone(event.timeMs));
      append(event);
      compactIfWorthIt();
    } else {
      replace(place, event);
    }
    stamp = new Stamp(event.offset, stamp.changes + 1);
    return change;
  }

  /// Returns whether an item has a place, standing or withdrawn; owner only.
  public boolean knows(int item) {
    return places.of(view, item, 0) >= 0;
  }

  /// Returns the rating of an item that stands, or not a number; owner only.
  public double ratingOf(int item) {
    int place = places.of(view, item, 0);
    return place >= 0 && view.live(place) ? view.rating(place) : Double.NaN;
  }

  /// Returns what has the place of an event, standing or withdrawn, or null; owner only.
  public Entry standing(Entry event) {
    return standing(event.item, event.kind);
  }

  /// Returns what has the place of an item and a kind, standing or withdrawn, or null; owner only.
  public Entry standing(int item, int kind) {
    int place = places.of(view, item, kind);
    return place < 0 ? null : view.entry(place);
  }

  /// Restores one place as it was stored; owner only, in the order of places.
  public void restore(Entry entry) {
    append(entry);
    dirtyBlocks.clear();
  }

  /// Notes that nothing of it is stored where it is going to be: the store then writes all of it.
  /// Owner only, after it was restored.
  public void markUnwritten() {
    dirtyBlocks.set(view.first() / BLOCK, view.size() / BLOCK + 1);
  }

  private void append(Entry entry) {
    HistoryView now = view;
    if (now.isFull()) {
      now = now.copy(now.first(), 2 * now.capacity());
    }
    if (byKind && place(entry) >= 0) {
      emptied++;
    }
    now.set(now.size(), entry);
    dirtyBlocks.set(now.size() / BLOCK);
    view = now.longer();
    places.added(view);
  }

  private int place(Entry entry) {
    return places.of(view, entry.item, entry.kind);
  }

  private void replace(int place, Entry entry) {
    HistoryView copy = view.copy();
    copy.set(place, entry);
    dirtyBlocks.set(place / BLOCK);
    view = copy;
    forgetTail(place);
  }

  /// Drops the emptied places where they are most of all. The others get new numbers, above all
  /// earlier ones: so what is stored of the old places leaves as the oldest places do.
  private void compactIfWorthIt() {
    HistoryView old = view;
    if (emptied < BLOCK || 2 * emptied < old.size() - old.first()) {
      return;
    }
    List<Entry> kept = places.newest(old);
    int from = (old.size() + BLOCK - 1) / BLOCK * BLOCK;
    emptied = 0;
    dirtyBlocks.clear();
    keepTail(NO_TAIL, 0);
    view = HistoryView.of(from, kept);
    places.rebuild(view);
    dirtyBlocks.set(from / BLOCK, view.size() / BLOCK + 1);
  }

  /// Takes ratings out, each as if it had been withdrawn just after it was given: what comes late
  /// or again does not bring it back. Owner only.
  ///
  /// @param leaves tells whether the rating of a place, which stands, is to be taken out
  /// @return those that were taken out, as they stood
  public List<Entry> expire(IntPredicate leaves) {
    HistoryView copy = view.copy();
    List<Entry> left = new ArrayList<>();
    for (int place = copy.first(); place < copy.size(); place++) {
      if (copy.live(place) && leaves.test(place)) {
        Entry entry = copy.entry(place);
        copy.set(place, entry.gone(entry.timeMs + 1));
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
  public List<Entry> keepLatest(int most) {
    HistoryView now = view;
    int from = (now.size() - most) / BLOCK * BLOCK;
    if (from <= now.first()) {
      return List.of();
    }
    List<Entry> left = new ArrayList<>();
    for (int place = now.first(); place < from; place++) {
      if (places.isNewest(now, place)) {
        places.remove(now, place);
      } else {
        emptied--;
      }
      if (now.live(place)) {
        left.add(now.entry(place));
      }
    }
    view = now.copy(from, now.capacity());
    stamp = new Stamp(stamp.offset, stamp.changes + 1);
    return left;
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
    return 180 + tail.length + view.sizeInBytes() + places.sizeInBytes();
  }
}
