package dev.eddy.stream;

import dev.eddy.event.CatalogItem;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the topic `items` says of each item, in memory on every instance. Safe for use by several
/// threads.
public final class Catalog {

  private final Map<String, CatalogItem> items = new ConcurrentHashMap<>();

  /// Creates an empty catalog.
  public Catalog() {}

  void put(CatalogItem item) {
    items.put(item.itemId(), item);
  }

  void remove(String itemId) {
    items.remove(itemId);
  }

  /// Returns an item's entry, or a stand-in with its id as title where there is none.
  public CatalogItem get(String itemId) {
    CatalogItem item = items.get(itemId);
    return item != null ? item : CatalogItem.unknown(itemId);
  }

  /// Returns whether the catalog has an entry.
  public boolean contains(String itemId) {
    return items.containsKey(itemId);
  }

  /// Returns all entries, in no order.
  public Collection<CatalogItem> all() {
    return items.values();
  }
}
