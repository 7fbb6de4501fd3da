package dev.eddy.serve.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.CatalogItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleSearchTest {

  private static CatalogItem item(String title, int year) {
    return new CatalogItem("id 1", title, List.of(), year, List.of(), false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the matrix | Matrix, The (1999) | 0",
        "Matrix | Matrix, The (1999) | 1",
        "the matrix | Matrix Reloaded, The (2003) | 1",
        "godfather 1972 | Godfather, The (1972) | 1",
        "godfather 1972 | Godfather, The | 1",
        "nausicaa | Nausicaä of the Valley of the Wind | 1",
        "AMELIE | Amélie | 0",
        "spiderman | Spider-Man | 2",
        "spider man | Spider-Man | 0",
        "atrix | Matrix, The | 2",
        "id 1 | Whatever | 0",
        "strasse | Die Straße | 1",
        "lodz | Łódź | 0",
        "oceans 11 | Ocean's 11 | 0",
        "!! | Oh!! | 0"
      })
  void shouldFindTitlesAsPeopleTypeThem(String query, String title, int fit) {
    int year = title.endsWith("(1999)") ? 1999 : 1972;
    assertThat(new TitleSearch(query).fit(item(title, year))).hasValue(fit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "godfather 1974 | Godfather, The",
        "matrix four | Matrix, The (1999)",
        "?? | Matrix, The",
        "xyz | Nausicaä"
      })
  void shouldNotFindWhatLacksAWord(String query, String title) {
    assertThat(new TitleSearch(query).fit(item(title, 1972))).isEmpty();
  }

  @Test
  void shouldFindEverythingWithoutAQuery() {
    assertThat(new TitleSearch(" ").isBlank()).isTrue();
    assertThat(new TitleSearch(" ").fit(item("Anything", 0))).hasValue(0);
  }

  @Test
  void shouldKeepOtherScriptsAsTheyAre() {
    assertThat(TitleSearch.fold("千と千尋の神隠し")).isEqualTo("千と千尋の神隠し");
    assertThat(new TitleSearch("千尋").fit(item("千と千尋の神隠し", 2001))).hasValue(2);
  }
}
