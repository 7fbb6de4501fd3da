package dev.eddy.serve.lists;

import dev.eddy.event.CatalogItem;
import dev.eddy.http.Json;
import dev.eddy.lists.ListMaker;
import dev.eddy.lists.Reason;
import dev.eddy.serve.backend.Backend;
import java.util.List;

/// An item of a list, as answers have it.
///
/// @param rank from 1, the offset counted
/// @param score what the list is ordered by, in the units of its rank: by rating before the link,
///     by choice the logarithm of a chance, up to a constant
/// @param rating the predicted rating, within the scale; absent while nothing at all is rated
/// @param propensity how likely the list was to have it, by exploration; absent where that is not
///     known. Who logs what was shown passes it on in `propensities`
/// @param reason why it is here
record ListedItem(
    int rank,
    String itemId,
    String title,
    List<String> genres,
    Integer year,
    double score,
    Double rating,
    Double propensity,
    Because reason) {

  /// Why an item is in a list.
  ///
  /// @param kind `similar` to something of the user's own; `popular` where nothing is and many
  ///     chose it, or popularity was asked for; `rating` where the user is merely expected to like
  ///     it; `random` where it was drawn by chance
  /// @param itemId the user's own item; absent for other kinds
  /// @param title its title; absent for other kinds
  record Because(String kind, String itemId, String title) {

    private static Because of(Backend backend, Reason reason) {
      if (reason.item() == 0) {
        return new Because(reason.kind().label(), null, null);
      }
      String itemId = backend.index().id(reason.item());
      return new Because(reason.kind().label(), itemId, backend.item(itemId).title());
    }
  }

  static ListedItem of(Backend backend, ListMaker.Entry entry) {
    CatalogItem item = backend.item(backend.index().id(entry.number()));
    return new ListedItem(
        entry.place(),
        item.itemId(),
        item.title(),
        item.genres(),
        item.year() == 0 ? null : item.year(),
        Json.round(entry.score()),
        backend.choices().isUnrated() ? null : Json.round(backend.model().toRating(entry.rating())),
        Double.isNaN(entry.propensity()) ? null : (double) (float) entry.propensity(),
        Because.of(backend, entry.reason()));
  }
}
