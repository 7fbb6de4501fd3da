package dev.eddy.app;

import dev.eddy.eval.CatalogFile;
import dev.eddy.eval.DataFileException;
import dev.eddy.event.CatalogItem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// The catalog that belongs to a file of ratings.
final class CatalogOption {

  @Option(
      names = "--items",
      paramLabel = "PATH",
      description =
          "The catalog: movies.csv, movies.dat or u.item. Default: found beside --ratings.")
  private Path path;

  boolean isGiven() {
    return path != null;
  }

  /// Reads the catalog named, or the one found beside the ratings; empty where there is none.
  List<CatalogItem> read(Path ratings) throws DataFileException {
    Path catalog = path != null ? path : CatalogFile.beside(ratings).orElse(null);
    return catalog == null ? List.of() : CatalogFile.read(catalog);
  }
}
