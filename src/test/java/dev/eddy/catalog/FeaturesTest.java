package dev.eddy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.eval.CatalogFile;
import dev.eddy.eval.UserFile;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.item.Feature;
import dev.eddy.table.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {

  @TempDir Path folder;

  private static CatalogItem item(List<String> genres, int year, List<String> tags) {
    return new CatalogItem("i", "Title", genres, year, tags, false);
  }

  @Test
  void shouldNameGenresTagsAndTheKnotsAroundAYear() {
    assertThat(Features.of(item(List.of("Drama", "WAR"), 1994, List.of("dark", "slow"))))
        .extracting(Feature::name)
        .containsExactly(
            "genre=drama", "genre=war", "year@199", "year@200", "tag=dark", "tag=slow");
    assertThat(Features.of(item(List.of(), 1994, List.of())))
        .extracting(Feature::value)
        .satisfiesExactly(
            share ->
                assertThat(share).isCloseTo(0.6f, org.assertj.core.api.Assertions.within(1e-5f)),
            share ->
                assertThat(share).isCloseTo(0.4f, org.assertj.core.api.Assertions.within(1e-5f)));
  }

  @Test
  void shouldHaveNothingToSayOfAnItemWithoutMetadata() {
    assertThat(Features.of(item(List.of(), 0, List.of()))).isEmpty();
  }

  @Test
  void shouldBoundWhatACatalogWrites() {
    List<String> tags = IntStream.range(0, 10_000).mapToObj(i -> "tag " + i).toList();
    assertThat(Features.of(item(Collections.nCopies(10_000, "Drama"), 1999, tags)))
        .hasSizeLessThan(60);
  }

  @Test
  void shouldTakeNumbersAsCurvesAndWordsAsThemselves() {
    assertThat(Features.of(Map.of("age", "40", "gender", "F", "debt", "-3", "odd", "NaN")))
        .extracting(Feature::name)
        .contains("age@10", "age@11", "gender=f", "debt@-4", "odd=nan");
    double sum = Features.of(Map.of("age", "41.5")).stream().mapToDouble(Feature::value).sum();
    assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void shouldReadUsersOfEveryFormat() throws Exception {
    Path csv =
        Files.writeString(folder.resolve("users.csv"), "user_id,age,gender\n7,33,F\n,1,M\n8,,M\n");
    assertThat(UserFile.read(csv))
        .containsExactly(
            new UserAttributes("7", Map.of("age", "33", "gender", "F")),
            new UserAttributes("8", Map.of("gender", "M")));
    Path dat = Files.writeString(folder.resolve("users.dat"), "1::F::25::10::48067\n");
    assertThat(UserFile.read(dat))
        .containsExactly(
            new UserAttributes("1", Map.of("gender", "F", "age", "25", "occupation", "10")));
    Path uUser = Files.writeString(folder.resolve("u.user"), "1|24|M|technician|85711\n");
    assertThat(UserFile.read(uUser).getFirst().attributes())
        .containsEntry("occupation", "technician");
  }

  @Test
  void shouldSayWhatAFileOfUsersLacks() throws IOException {
    Path file = Files.writeString(folder.resolve("users.csv"), "age,gender\n");
    assertThatThrownBy(() -> UserFile.read(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("no user column found; the first line is: age,gender");
  }

  @Test
  void shouldAddTagsToTheItemsOfACatalog() throws Exception {
    Path movies =
        Files.writeString(
            folder.resolve("movies.csv"), "movieId,title,genres\n1,Heat (1995),Crime\n");
    Path tags =
        Files.writeString(
            folder.resolve("tags.csv"),
            "userId,movieId,tag,timestamp\n9,1,Heist,5\n8,1,heist ,6\n8,2,other,6\n");
    assertThat(CatalogFile.read(List.of(tags, movies)))
        .containsExactly(
            new CatalogItem("1", "Heat (1995)", List.of("Crime"), 1995, List.of("heist"), false));
  }
}
