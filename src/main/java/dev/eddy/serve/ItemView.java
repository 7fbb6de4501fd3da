package dev.eddy.serve;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.MergedItem;
import java.util.List;

/// An item as answers show it.
///
/// @param itemId the item
/// @param title its title; the id where the catalog has none
/// @param genres its genres
/// @param year its year; absent where unknown
/// @param tags its tags; absent where it has none
/// @param ratings how many ratings of it stand
/// @param bias how much better or worse than an average item it is liked, in units of the score;
///     absent where nobody rated it
/// @param hidden true where it is never recommended; absent otherwise
record ItemView(
    String itemId,
    String title,
    List<String> genres,
    Integer year,
    List<String> tags,
    int ratings,
    Double bias,
    Boolean hidden) {

  static ItemView of(Backend backend, CatalogItem item) {
    int number = backend.index().find(item.itemId());
    MergedItem merged = number < 0 ? null : backend.index().merged(number);
    return new ItemView(
        item.itemId(),
        item.title(),
        item.genres(),
        item.year() == 0 ? null : item.year(),
        item.tags().isEmpty() ? null : item.tags(),
        merged == null ? 0 : merged.count(),
        merged == null ? null : Json.round(backend.model().itemBias(merged.values())),
        item.hidden() ? Boolean.TRUE : null);
  }
}
