package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.event.Rejection;
import dev.eddy.table.DataFileException;
import dev.eddy.table.NoRatingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingFileTest {

  private static final RatingRules RULES =
      new RatingRules(EventSettings.forScale(0.5, 5), Clock.systemUTC());

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> rows(Path path) throws DataFileException {
    List<String> rows = new ArrayList<>();
    RatingFile.open(path)
        .read(
            RULES,
            row ->
                rows.add(
                    row.event() instanceof Rating rating
                        ? "%s %s %s %d"
                            .formatted(
                                rating.userId(),
                                rating.itemId(),
                                rating.rating().getAsDouble(),
                                rating.timestampMs())
                        : ((Rejection) row.event()).reason().label()));
    return rows;
  }

  @Test
  void shouldReadEveryFormat() throws Exception {
    assertThat(rows(file("u.data", "1\t2\t3\t4\n"))).containsExactly("1 2 3.0 4000");
    assertThat(rows(file("ratings.dat", "1::2::3.5::4\n"))).containsExactly("1 2 3.5 4000");
    assertThat(rows(file("ratings.csv", "userId,movieId,rating,timestamp\n1,2,4.5,1260759144\n")))
        .containsExactly("1 2 4.5 1260759144000");
    assertThat(rows(file("books.csv", "rating,book_id,user_id\n5,\"a,b\",u\n")))
        .as("any order, no time: the line's place is the time")
        .containsExactly("u a,b 5.0 2000");
    assertThat(rows(file("ms.csv", "user,item,rating,timestamp\nu,i,1,1700000000000\n")))
        .containsExactly("u i 1.0 1700000000000");
    Path packed = folder.resolve("ratings.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("userId,movieId,rating\n1,2,3\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows(packed)).containsExactly("1 2 3.0 2000");
  }

  @Test
  void shouldSayWhyEachDamagedLineIsRefused() throws Exception {
    assertThat(
            rows(
                file(
                    "ratings.csv",
                    "userId,movieId,rating,timestamp\n1,2\n1,2,x,4\n1,2,NaN,4\n,2,3,4\n1,2,3,4\n")))
        .containsExactly(
            "missing field", "wrong type", "rating not finite", "empty id", "1 2 3.0 4000");
  }

  @Test
  void shouldSortByTimeAndKeepDamagedLines() throws Exception {
    List<Long> lines = new ArrayList<>();
    RatingFile.open(
            file("r.csv", "userId,movieId,rating,timestamp\n1,2,3,9\nbroken\n1,3,3,5\n1,4,3,9\n"))
        .readByTime(RULES, row -> lines.add(row.line()));
    assertThat(lines).containsExactly(4L, 2L, 3L, 5L);
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    assertThatThrownBy(() -> RatingFile.open(folder.resolve("none.csv")))
        .isInstanceOf(DataFileException.class)
        .hasMessageEndingWith("none.csv: no such file");
    assertThatThrownBy(() -> RatingFile.open(folder)).hasMessageContaining("is a folder");
    Path empty = file("empty.csv", "");
    assertThatThrownBy(() -> RatingFile.open(empty)).hasMessageEndingWith("is empty");
    Path strange = file("strange.csv", "a,b,c\n1,2,3\n");
    assertThatThrownBy(() -> RatingFile.open(strange))
        .hasMessageContaining("no user column found; the first line is: a,b,c.")
        .hasMessageContaining("--columns user=a,item=…,rating=…,time=…");
  }

  private RatingScale scale(String values) throws Exception {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    int n = 0;
    for (String value : values.split(" ", -1)) {
      text.append("u%d,i,%s\n".formatted(n++, value));
    }
    return RatingScale.of(RatingFile.open(file("scale.csv", text.toString())));
  }

  @Test
  void shouldTakeTheSmallestAndTheLargestRatingAsTheScale() throws Exception {
    assertThat(scale("1 2 3 4 5 5 5")).isEqualTo(new RatingScale(1, 5));
    assertThat(scale("0 1 2 3 4 5")).as("0 is no code next to 1").isEqualTo(new RatingScale(0, 5));
    assertThat(scale("4 1 5")).as("few values").isEqualTo(new RatingScale(1, 5));
    assertThat(scale("-10 -3.25 -3 0.5 3.25 9.75")).isEqualTo(new RatingScale(-10, 9.75));
    assertThat(scale("0.5 4 1e300 NaN")).as("what is refused").isEqualTo(new RatingScale(0.5, 4));
    assertThat(new RatingScale(0.5, 10)).hasToString("0.5:10");
    assertThatThrownBy(() -> scale("3 3"))
        .hasMessageContaining("all ratings are 3,")
        .hasMessageContaining("--scale LO:HI");
    Path bad = file("bad.csv", "userId,movieId,rating\nx\n");
    assertThatThrownBy(() -> RatingScale.of(RatingFile.open(bad)))
        .isInstanceOf(NoRatingsException.class)
        .hasMessageContaining(
            "none of the 1 rows is a usable rating: 1 missing field, first on line 2");
    assertThatThrownBy(() -> RatingScale.parse("5")).hasMessageContaining("LO:HI");
    assertThatThrownBy(() -> RatingScale.parse("5:1")).hasMessageContaining("lower first");
  }

  @Test
  void shouldAskWhereValuesLookLikeCodes() {
    assertThatThrownBy(() -> scale("-10 -5 0 5 10 99 99"))
        .hasMessageContaining("2 ratings are 99, far from the others (-10 to 10)")
        .hasMessageContaining("--scale -10:10 to leave them out, or --scale -10:99 to keep them");
    assertThatThrownBy(() -> scale("-1 1 2 3 4 5 6 7 8 9 10"))
        .hasMessageContaining("1 ratings are -1")
        .hasMessageContaining("--scale 1:10");
    assertThatThrownBy(() -> scale("0 0 0 3 4 5")).hasMessageContaining("3 ratings are 0");
    assertThatThrownBy(() -> scale("-1 1 2 3 4 5 98 99"))
        .hasMessageContaining("1 ratings are -1 and 1 ratings are 98 and 1 ratings are 99")
        .hasMessageContaining("--scale 1:5");
    assertThatThrownBy(() -> scale("1 2 3 4 5 500")).hasMessageContaining("1 ratings are 500");
  }

  @Test
  void shouldReadEveryCatalog() throws Exception {
    Path csv =
        file(
            "movies.csv",
            "movieId,title,genres\n"
                + "1,\"Usual, The (1995)\",Crime|Mystery\n"
                + "2,X,(no genres listed)\n"
                + ",,\n");
    assertThat(CatalogFile.read(csv))
        .containsExactly(
            new CatalogItem(
                "1", "Usual, The (1995)", List.of("Crime", "Mystery"), 1995, List.of(), false),
            new CatalogItem("2", "X", List.of(), 0, List.of(), false));
    Path dat = file("movies.dat", "7::Edison Kinetoscopic (1894)::Documentary|Short\n");
    assertThat(CatalogFile.read(dat).getFirst().year()).isEqualTo(1894);
    Path uItem = folder.resolve("u.item");
    Files.write(
        uItem,
        "9|Misérables, Les (1995)|01-Jan-1995||http://x|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CatalogFile.read(uItem).getFirst())
        .isEqualTo(
            new CatalogItem(
                "9", "Misérables, Les (1995)", List.of("Drama"), 1995, List.of(), false));
    assertThat(CatalogFile.beside(folder.resolve("ratings.csv"))).contains(csv);
  }
}
