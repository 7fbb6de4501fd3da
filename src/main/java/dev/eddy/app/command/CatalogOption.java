package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.CatalogFile;
import dev.eddy.eval.RatingFile;
import dev.eddy.eval.RatingScale;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.UserEvent;
import dev.eddy.table.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/// The catalog that belongs to a file of ratings: the one that is named, or that of the MovieLens
/// data set that the ratings are of.
final class CatalogOption {

  private static final String FILE = "--items";

  @Option(
      names = FILE,
      paramLabel = "PATH",
      description =
          "Catalog file: any table with an item and a title column, or u.item. Default: movies.csv,"
              + " movies.dat or u.item of MovieLens, if it is next to the ratings.")
  private Path path;

  @Option(names = "--no-catalog", description = "Reads a catalog only if --items names one.")
  private boolean none;

  boolean isGiven() {
    return path != null;
  }

  /// Reads the catalog, and says on standard error which; empty where there is none, or it does
  /// not fit.
  ///
  /// @throws UsageException if there is no such file
  List<CatalogItem> read(RatingFile ratings) {
    Optional<Path> found =
        path != null || none ? Optional.ofNullable(path) : CatalogFile.beside(ratings.path());
    if (found.isEmpty()) {
      return List.of();
    }
    if (!Files.exists(found.get())) {
      throw new UsageException(FILE + ": " + found.get() + ": no such file");
    }
    try {
      List<CatalogItem> items =
          path != null ? CatalogFile.read(path) : CatalogFile.readMovieLens(found.get());
      System.err.printf(
          "Catalog: %,d items from %s%s%n",
          items.size(), found.get(), path != null ? "" : " (--no-catalog ignores it)");
      String[] example = {""};
      if (!items.isEmpty() && !isAnyRated(ratings, Mismatch.ids(items), example)) {
        Mismatch.tell(found.get(), items, example[0]);
      }
      return items;
    } catch (DataFileException e) {
      System.err.println("Catalog: not used. " + e.getMessage());
      return List.of();
    }
  }

  /// Reads ratings until one is of a known item.
  ///
  /// @param example takes an item that is rated
  private static boolean isAnyRated(RatingFile ratings, Set<String> items, String[] example)
      throws DataFileException {
    boolean[] rated = {false};
    ratings.read(
        RatingScale.WIDEST.rules(),
        row -> {
          if (row.event() instanceof UserEvent event) {
            example[0] = event.itemId();
            rated[0] = items.contains(event.itemId());
          }
          return !rated[0];
        });
    return rated[0];
  }
}
