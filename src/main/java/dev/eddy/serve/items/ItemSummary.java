package dev.eddy.serve.items;

import dev.eddy.event.CatalogItem;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.model.ColdStart;
import dev.eddy.http.Json;
import dev.eddy.serve.backend.Backend;
import java.util.List;

/// An item as answers show it.
///
/// @param itemId the item
/// @param title its title; the id where the catalog has none
/// @param genres its genres
/// @param year its year; absent where unknown
/// @param tags its tags; absent where it has none
/// @param ratings how many ratings of it stand
/// @param mean of the ratings that stand; absent where nobody rated it
/// @param bias how much better or worse than an average item it is liked, in units of the score
/// @param start by what its row starts, where nobody rated it: `metadata` or another cold start;
///     absent where somebody did
/// @param hidden true where it is never recommended; absent otherwise
record ItemSummary(
    String itemId,
    String title,
    List<String> genres,
    Integer year,
    List<String> tags,
    int ratings,
    Double mean,
    Double bias,
    String start,
    Boolean hidden) {

  static ItemSummary of(Backend backend, CatalogItem item) {
    int number = backend.index().find(item.itemId());
    MergedItem row = number < 0 ? null : backend.index().item(number);
    boolean rated = number >= 0 && backend.index().merged(number) != null;
    return new ItemSummary(
        item.itemId(),
        item.title(),
        item.genres(),
        item.year() == 0 ? null : item.year(),
        item.tags().isEmpty() ? null : item.tags(),
        number < 0 ? 0 : backend.index().count(number),
        mean(backend, number < 0 ? null : backend.index().counted(number)),
        row == null ? null : Json.round(backend.model().itemBias(row.values())),
        rated ? null : start(backend, item.itemId()),
        item.hidden() ? Boolean.TRUE : null);
  }

  private static Double mean(Backend backend, MergedItem row) {
    double mean = row == null ? Double.NaN : backend.model().meanRating(row.values());
    return Double.isNaN(mean) ? null : Json.round(mean);
  }

  private static String start(Backend backend, String itemId) {
    ColdStart coldStart = backend.model().settings().coldStart().kind();
    return coldStart == ColdStart.METADATA && !backend.startsByMetadata(itemId)
        ? ColdStart.MEAN.label()
        : coldStart.label();
  }
}
