package dev.eddy.drift.tally;

import dev.eddy.catalog.Catalog;
import dev.eddy.drift.count.Distribution;
import dev.eddy.drift.count.RunningMean;
import dev.eddy.index.ItemIndex;
import java.util.List;

/// What lists and histories are made of: how popular their items are, and of which genres.
record CountedItems(ItemIndex index, Catalog catalog) {

  /// Returns how many ratings items have, in the mean; not a number for no items.
  double popularity(List<Integer> items) {
    RunningMean popularity = new RunningMean();
    for (int item : items) {
      popularity.add(item > 0 ? index.count(item) : 0);
    }
    return popularity.mean();
  }

  /// Returns the same of items by their ids.
  double popularityOf(List<String> itemIds) {
    return popularity(itemIds.stream().map(index::find).toList());
  }

  Distribution genres(List<Integer> items) {
    return genresOf(items.stream().map(index::id).toList());
  }

  Distribution genresOf(List<String> itemIds) {
    Distribution genres = new Distribution();
    itemIds.forEach(id -> genres.add(catalog.get(id).genres()));
    return genres;
  }
}
