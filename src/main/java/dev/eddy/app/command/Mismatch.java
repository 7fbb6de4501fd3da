package dev.eddy.app.command;

import dev.eddy.event.CatalogItem;
import dev.eddy.table.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A catalog of which no item is rated, as where a program has written 17.0 for 17.
final class Mismatch {

  private Mismatch() {}

  /// Returns the ids of a catalog.
  static Set<String> ids(List<CatalogItem> catalog) {
    return catalog.stream().map(CatalogItem::itemId).collect(Collectors.toSet());
  }

  /// Says on standard error that no item of a catalog is rated.
  ///
  /// @param rated an item that is
  static void tell(Path path, List<CatalogItem> catalog, String rated) {
    System.err.printf(
        "Catalog: no item of %s is rated, so it has no effect. Its ids look like '%s', those of the"
            + " ratings like '%s'%n",
        path, Printable.of(catalog.getFirst().itemId()), Printable.of(rated));
  }
}
