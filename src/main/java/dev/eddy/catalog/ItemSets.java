package dev.eddy.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/// Which items carry a label, are of a year, or are hidden, as bitmaps over item numbers: what
/// lists are filtered by. Any thread may read and write; what is returned is the caller's own.
public final class ItemSets {

  private final Map<Integer, Entry> entries = new HashMap<>();
  private final Map<String, RoaringBitmap> labelled = new HashMap<>();
  private final NavigableMap<Integer, RoaringBitmap> years = new TreeMap<>();
  private final RoaringBitmap hidden = new RoaringBitmap();

  /// What an item was put with.
  private record Entry(List<String> labels, int year) {}

  /// Creates sets without items.
  ItemSets() {}

  /// Takes an item over, in place of what was known of it.
  ///
  /// @param number the item
  /// @param labels in any spelling; told apart as they are
  /// @param year 0 where unknown
  /// @param isHidden whether it is never recommended
  synchronized void put(int number, Collection<String> labels, int year, boolean isHidden) {
    remove(number);
    Entry entry = new Entry(List.copyOf(labels), year);
    entries.put(number, entry);
    for (String label : entry.labels) {
      labelled.computeIfAbsent(label, any -> new RoaringBitmap()).add(number);
    }
    if (year != 0) {
      years.computeIfAbsent(year, any -> new RoaringBitmap()).add(number);
    }
    if (isHidden) {
      hidden.add(number);
    }
  }

  /// Takes an item out.
  synchronized void remove(int number) {
    Entry entry = entries.remove(number);
    if (entry == null) {
      return;
    }
    for (String label : entry.labels) {
      removeFrom(labelled, label, number);
    }
    removeFrom(years, entry.year, number);
    hidden.remove(number);
  }

  private static <K> void removeFrom(Map<K, RoaringBitmap> sets, K key, int number) {
    RoaringBitmap set = sets.get(key);
    if (set != null) {
      set.remove(number);
      if (set.isEmpty()) {
        sets.remove(key);
      }
    }
  }

  /// Returns the items that carry one of some labels.
  public synchronized RoaringBitmap withAny(Collection<String> labels) {
    RoaringBitmap any = new RoaringBitmap();
    for (String label : labels) {
      RoaringBitmap set = labelled.get(label);
      if (set != null) {
        any.or(set);
      }
    }
    return any;
  }

  /// Returns the items of the years from one to another, both included.
  public synchronized RoaringBitmap ofYears(int from, int to) {
    RoaringBitmap all = new RoaringBitmap();
    if (from <= to) {
      years.subMap(from, true, to, true).values().forEach(all::or);
    }
    return all;
  }

  /// Returns the items that are never recommended.
  public synchronized RoaringBitmap hidden() {
    return hidden.clone();
  }
}
