package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.catalog.FileMetadata;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.factorization.RatingRecommender;
import dev.eddy.factorization.RatingRecommender.Neighbour;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.table.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person who knows films finds in a model of ml-latest-small. The data set is not part of
/// the project: `EDDY_DATA` names a folder that holds it.
@Tag("thorough")
class RealCatalogTest {

  private static final Map<String, String> TITLES = new HashMap<>();
  private static RatingRecommender eddy;

  @BeforeAll
  static void learn() throws DataFileException {
    String data = System.getenv("EDDY_DATA");
    Assumptions.assumeTrue(data != null, "EDDY_DATA is not set: no real catalog is learned");
    Path folder = Path.of(data, "ml-latest-small");
    Assumptions.assumeTrue(Files.isDirectory(folder), "no " + folder + ": it is not learned");
    List<CatalogItem> catalog = CatalogFile.read(folder.resolve("movies.csv"));
    catalog.forEach(item -> TITLES.put(item.itemId(), item.title()));
    eddy =
        new RatingRecommender(
            LearningSettings.forScale(0.5, 5).newModel(KernelChoice.AUTO.select()),
            new FileMetadata(catalog, List.of()));
    RatingFile.open(folder.resolve("ratings.csv"))
        .readByTime(
            new RatingRules(EventSettings.forScale(0.5, 5), Clock.systemUTC()),
            row -> {
              Rating rating = (Rating) row.event();
              eddy.rate(
                  rating.userId(),
                  rating.itemId(),
                  rating.rating().getAsDouble(),
                  rating.timestampMs());
              return true;
            });
  }

  private static List<String> similar(String itemId, int n) {
    return eddy.similar(itemId, n, 20).stream().map(Neighbour::itemId).map(TITLES::get).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1, Toy Story 2 (1999)",
    "260, Star Wars: Episode V - The Empire Strikes Back (1980)",
    "260, Star Wars: Episode VI - Return of the Jedi (1983)",
    "4993, 'Lord of the Rings: The Two Towers, The (2002)'",
    "4993, 'Lord of the Rings: The Return of the King, The (2003)'",
    "858, 'Godfather: Part II, The (1974)'"
  })
  void shouldFindSequelsAmongTheFirstFive(String itemId, String sequel) {
    assertThat(similar(itemId, 5)).contains(sequel);
  }

  @Test
  void shouldFindTheSiblingsOfASeries() {
    assertThat(similar("5816", 8))
        .as("like Harry Potter and the Chamber of Secrets")
        .filteredOn(title -> title.startsWith("Harry Potter"))
        .hasSizeGreaterThan(4);
  }

  @Test
  void shouldKnowNothingSimilarToWhatNobodyRated() {
    assertThat(eddy.similar("nobody rated this", 5, 1)).isEmpty();
  }
}
