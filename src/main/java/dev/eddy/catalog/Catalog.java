package dev.eddy.catalog;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.Feature;
import dev.eddy.index.ItemIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the topic `items` says of each item, in memory on every instance. Safe for use by several
/// threads.
public final class Catalog implements CatalogView {

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

  /// Takes over an entry in place of the one before.
  public void put(CatalogItem item) {
    items.put(item.itemId(), item);
    features.put(item.itemId(), Features.of(item));
    List<String> labels = new ArrayList<>();
    item.genres().forEach(genre -> labels.add(CatalogItem.genreLabel(genre)));
    item.tags().forEach(tag -> labels.add(CatalogItem.tagLabel(tag)));
    sets.put(index.number(item.itemId()), labels, item.year(), item.hidden());
    version.incrementAndGet();
  }

  /// Lets go of an entry, if there is one.
  public void remove(String itemId) {
    items.remove(itemId);
    features.remove(itemId);
    sets.remove(index.find(itemId)); // an id that nobody knows gets no number by this
    version.incrementAndGet();
  }

  @Override
  public CatalogItem get(String itemId) {
    CatalogItem item = items.get(itemId);
    return item != null ? item : CatalogItem.unknown(itemId);
  }

  @Override
  public List<Feature> features(String itemId) {
    return features.getOrDefault(itemId, List.of());
  }

  /// Returns a number that grows with every change.
  long version() {
    return version.get();
  }

  @Override
  public ItemSets sets() {
    return sets;
  }

  @Override
  public boolean contains(String itemId) {
    return items.containsKey(itemId);
  }

  @Override
  public Collection<CatalogItem> all() {
    return Collections.unmodifiableCollection(items.values());
  }
}
