package dev.eddy.catalog;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.Feature;
import java.util.Collection;
import java.util.List;

/// What readers see of a [Catalog]: everything, and nothing that changes it. Any thread may ask.
public interface CatalogView {

  /// Returns an item's entry, or a stand-in with its id as title where there is none.
  CatalogItem get(String itemId);

  /// Returns what new rows may start by; empty where there is no entry.
  List<Feature> features(String itemId);

  /// Returns which items have which genres, tags and years, by number.
  ItemSets sets();

  /// Returns whether the catalog has an entry.
  boolean contains(String itemId);

  /// Returns all entries, in no order.
  Collection<CatalogItem> all();
}
