package dev.eddy.factorization.user;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/// Finds the place of an item in a history, or of an item and a kind. A short history is looked
/// through; a longer one has a map. Used by the owner of the history.
final class PlaceIndex {

  /// A shorter history is looked through.
  private static final int MAPPED_FROM = 64;

  private static final int BYTES_AN_ENTRY = 16;

  private final boolean byKind;

  /// Null for a short history.
  private Long2IntOpenHashMap map;

  /// Creates the index of an empty history.
  ///
  /// @param byKind whether an item has a place for each kind
  PlaceIndex(boolean byKind) {
    this.byKind = byKind;
  }

  private long key(int item, int kind) {
    return byKind ? (long) kind << Integer.SIZE | item : item;
  }

  private long keyAt(HistoryView history, int place) {
    return key(history.item(place), history.kind(place));
  }

  /// Returns the newest place of an item, or of an item and a kind; -1 where there is none.
  int of(HistoryView history, int item, int kind) {
    return of(history, key(item, kind));
  }

  private int of(HistoryView history, long key) {
    if (map != null) {
      return map.get(key);
    }
    for (int place = history.size() - 1; place >= history.first(); place--) {
      if (keyAt(history, place) == key) {
        return place;
      }
    }
    return -1;
  }

  /// Returns whether no later place is of the same item, or of the same item and kind.
  boolean isNewest(HistoryView history, int place) {
    return of(history, keyAt(history, place)) == place;
  }

  /// Returns the places that are the newest of their item, or of their item and kind, in order.
  List<History.Entry> newest(HistoryView history) {
    List<History.Entry> newest = new ArrayList<>();
    for (int place = history.first(); place < history.size(); place++) {
      if (isNewest(history, place)) {
        newest.add(history.entry(place));
      }
    }
    return newest;
  }

  /// Notes the last place of a history, which was just added.
  void added(HistoryView history) {
    if (map != null) {
      map.put(keyAt(history, history.size() - 1), history.size() - 1);
    } else if (history.size() - history.first() >= MAPPED_FROM) {
      map(history);
    }
  }

  private void map(HistoryView history) {
    map = new Long2IntOpenHashMap(2 * MAPPED_FROM);
    map.defaultReturnValue(-1);
    for (int place = history.first(); place < history.size(); place++) {
      map.put(keyAt(history, place), place);
    }
  }

  /// Takes over a history whose places have other numbers.
  void rebuild(HistoryView history) {
    map = null;
    if (history.size() - history.first() >= MAPPED_FROM) {
      map(history);
    }
  }

  /// Forgets a place that leaves.
  void remove(HistoryView history, int place) {
    if (map != null) {
      map.remove(keyAt(history, place));
    }
  }

  /// Returns about how many bytes of heap it takes.
  long sizeInBytes() {
    return map == null ? 0 : (long) BYTES_AN_ENTRY * map.size();
  }
}
