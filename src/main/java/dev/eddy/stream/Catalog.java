package dev.eddy.stream;

import dev.eddy.eval.Features;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.Feature;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemSets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the topic `items` says of each item, in memory on every instance. Safe for use by several
/// threads.
public final class Catalog {

  private final Map<String, CatalogItem> items = new ConcurrentHashMap<>();
  private final Map<String, List<Feature>> features = new ConcurrentHashMap<>();
  private final ItemSets sets = new ItemSets();
  private final ItemIndex index;
  private final AtomicLong version = new AtomicLong();

  /// Creates an empty catalog.
  ///
  /// @param index numbers items, by which sets are kept
  public Catalog(ItemIndex index) {
    this.index = index;
  }

  void put(CatalogItem item) {
    items.put(item.itemId(), item);
    features.put(item.itemId(), Features.of(item));
    List<String> labels = new ArrayList<>();
    item.genres().forEach(genre -> labels.add(CatalogItem.genreLabel(genre)));
    item.tags().forEach(tag -> labels.add(CatalogItem.tagLabel(tag)));
    sets.put(index.number(item.itemId()), labels, item.year(), item.hidden());
    version.incrementAndGet();
  }

  void remove(String itemId) {
    items.remove(itemId);
    features.remove(itemId);
    sets.remove(index.find(itemId)); // an id that nobody knows gets no number by this
    version.incrementAndGet();
  }

  /// Returns an item's entry, or a stand-in with its id as title where there is none.
  public CatalogItem get(String itemId) {
    CatalogItem item = items.get(itemId);
    return item != null ? item : CatalogItem.unknown(itemId);
  }

  /// Returns what new rows may start by; empty where there is no entry.
  List<Feature> features(String itemId) {
    return features.getOrDefault(itemId, List.of());
  }

  /// Returns a number that grows with every change.
  long version() {
    return version.get();
  }

  /// Returns which items have which genres, tags and years, by number.
  public ItemSets sets() {
    return sets;
  }

  /// Returns whether the catalog has an entry.
  public boolean contains(String itemId) {
    return items.containsKey(itemId);
  }

  /// Returns all entries, in no order.
  public Collection<CatalogItem> all() {
    return Collections.unmodifiableCollection(items.values());
  }
}
