package dev.eddy.stream;

import dev.eddy.eval.Features;
import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.Feature;
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
  private final AtomicLong version = new AtomicLong();

  /// Creates an empty catalog.
  public Catalog() {}

  void put(CatalogItem item) {
    items.put(item.itemId(), item);
    features.put(item.itemId(), Features.of(item));
    version.incrementAndGet();
  }

  void remove(String itemId) {
    items.remove(itemId);
    features.remove(itemId);
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

  /// Returns whether the catalog has an entry.
  public boolean contains(String itemId) {
    return items.containsKey(itemId);
  }

  /// Returns all entries, in no order.
  public Collection<CatalogItem> all() {
    return Collections.unmodifiableCollection(items.values());
  }
}
