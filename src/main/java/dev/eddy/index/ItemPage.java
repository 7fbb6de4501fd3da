package dev.eddy.index;

import dev.eddy.factorization.item.MergedItem;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// What the [ItemIndex] knows of items whose numbers follow each other, by their place in the
/// page: their ids, and their rows as learners read them. An item that is only named, or counted,
/// has a number and no place among the vectors that are scanned ([IndexSegment]).
///
/// Any thread may read. The index lets one thread at a time write rows and slots.
final class ItemPage {

  /// Items in one page.
  static final int SIZE = 1024;

  private static final int NO_SLOT = -1;

  private final AtomicReferenceArray<String> ids = new AtomicReferenceArray<>(SIZE);
  private final AtomicReferenceArray<MergedItem> merged = new AtomicReferenceArray<>(SIZE);

  /// Where items start that nobody rated, or that wait.
  private final AtomicReferenceArray<MergedItem> starts = new AtomicReferenceArray<>(SIZE);

  /// Counts of items that are not admitted; null while no item of the page waits.
  private volatile AtomicReferenceArray<MergedItem> waiting;

  /// Slots among the vectors, one more each, so that 0 is none.
  private final int[] slots = new int[SIZE];

  String id(int place) {
    return ids.get(place);
  }

  void setId(int place, String id) {
    ids.set(place, id);
  }

  MergedItem merged(int place) {
    return merged.get(place);
  }

  MergedItem waiting(int place) {
    AtomicReferenceArray<MergedItem> counts = waiting;
    return counts == null ? null : counts.get(place);
  }

  MergedItem start(int place) {
    return starts.get(place);
  }

  void setStart(int place, MergedItem start) {
    starts.set(place, start);
  }

  /// Takes over a row. What was counted before stays: a reader may just be between the two.
  void setMerged(int place, MergedItem row) {
    merged.set(place, row);
    starts.set(place, null);
  }

  /// Takes over the count of an item that has no row, or none any more.
  void setWaiting(int place, MergedItem count) {
    if (waiting == null) {
      waiting = new AtomicReferenceArray<>(SIZE);
    }
    waiting.set(place, count); // first, so that a reader never finds neither
    merged.set(place, null);
  }

  /// Forgets an item that nobody rates any more; its number stays.
  void remove(int place) {
    if (waiting != null) {
      waiting.set(place, null);
    }
    merged.set(place, null);
  }

  /// Returns the slot of an item, or -1.
  int slot(int place) {
    return slots[place] + NO_SLOT;
  }

  /// Sets the slot of an item; -1 for none.
  void setSlot(int place, int slot) {
    slots[place] = slot - NO_SLOT;
  }
}
