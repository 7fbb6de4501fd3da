package dev.eddy.stream;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.Feature;
import dev.eddy.factorization.Metadata;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.RowStarts;
import dev.eddy.store.ItemIndex;
import java.util.List;

/// Where users and items start that nobody has heard of by ratings, as queries see them: from the
/// merged rows. Items of the catalog that nobody has rated are kept in the index at their start,
/// so that they can be recommended at once. Safe for use by several threads.
public final class Newcomers {

  private final ItemIndex index;
  private final Catalog catalog;
  private final LearnTasks tasks;
  private final RowStarts starts;
  private long refreshedVersion = -1;

  Newcomers(Model model, ItemIndex index, Catalog catalog, LearnTasks tasks) {
    this.index = index;
    this.catalog = catalog;
    this.tasks = tasks;
    starts = new RowStarts(model, index, new Known());
  }

  /// What is known beside ratings, as far as this instance knows it.
  private final class Known implements Metadata {
    @Override
    public List<Feature> ofUser(String userId) {
      return tasks.of(userId).map(task -> task.features(userId)).orElse(List.of());
    }

    @Override
    public List<Feature> ofItem(String itemId) {
      return catalog.features(itemId);
    }
  }

  /// Returns the row that a user without ratings starts at.
  public float[] user(String userId) {
    return starts.user(userId, index::values);
  }

  /// Returns the row that a user starts at of whom attributes say something.
  public float[] userWith(List<Feature> features) {
    return starts.user(features, index::values);
  }

  /// Returns the row that an item without ratings starts at.
  public float[] item(String itemId) {
    return starts.item(itemId, index::values);
  }

  /// Returns whether an item starts by what the catalog says of it.
  public boolean startsByMetadata(String itemId) {
    return starts.knowsItem(itemId);
  }

  /// Keeps an item recommendable that the catalog names, if nobody has rated it.
  void add(String itemId) {
    if (index.merged(index.number(itemId)) == null) {
      index.putStart(itemId, item(itemId));
      if (!catalog.contains(itemId)) { // another thread took it out meanwhile
        index.removeStart(itemId);
      }
    }
  }

  /// Takes an item back that left the catalog unrated.
  void remove(String itemId) {
    index.removeStart(itemId);
  }

  /// Moves unrated items to where they would start today, if the model has changed.
  void refresh() {
    long version = index.version();
    if (version == refreshedVersion) {
      return;
    }
    for (CatalogItem item : catalog.all()) {
      add(item.itemId());
    }
    refreshedVersion = version;
  }
}
