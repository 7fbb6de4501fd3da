package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.event.CatalogItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingFileTest {

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> rows(Path path) throws DataFileException {
    List<String> rows = new ArrayList<>();
    RatingFile.open(path)
        .read(
            row ->
                rows.add(
                    row.isComplete()
                        ? "%s %s %s %d"
                            .formatted(
                                row.userId(),
                                row.itemId(),
                                row.rating().getAsDouble(),
                                row.timestampMs().getAsLong())
                        : "damaged"));
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
  void shouldShowDamagedLinesAsDamaged() throws Exception {
    assertThat(
            rows(
                file(
                    "ratings.csv",
                    "userId,movieId,rating,timestamp\n1,2\n1,2,x,4\n1,2,NaN,4\n,2,3,4\n1,2,3,4\n")))
        .containsExactly("damaged", "damaged", "damaged", "damaged", "1 2 3.0 4000");
  }

  @Test
  void shouldSortByTimeAndKeepDamagedLines() throws Exception {
    List<Long> lines = new ArrayList<>();
    RatingFile.open(
            file("r.csv", "userId,movieId,rating,timestamp\n1,2,3,9\nbroken\n1,3,3,5\n1,4,3,9\n"))
        .readByTime(row -> lines.add(row.line()));
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
        .hasMessageContaining("must name user, item and rating columns");
  }

  @Test
  void shouldReadTheScaleOffTheDataWithoutTheDamage() throws Exception {
    StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 1000; i++) {
      text.append("%d,%d,%.1f,1\n".formatted(i, i, 0.5 + 0.5 * (i % 10)));
    }
    for (String damage : List.of("1e300", "-7", "NaN", "100", "100", "100", "100")) {
      text.append("1,1," + damage + ",1\n");
    }
    assertThat(RatingScale.of(RatingFile.open(file("ratings.csv", text.toString()))))
        .isEqualTo(new RatingScale(0.5, 5));
    Path bad = file("bad.csv", "userId,movieId,rating\nx\n");
    assertThatThrownBy(() -> RatingScale.of(RatingFile.open(bad)))
        .hasMessageContaining("has no line with a user, an item and a rating");
    assertThatThrownBy(() -> RatingScale.parse("5")).hasMessageContaining("LO:HI");
    assertThatThrownBy(() -> RatingScale.parse("5:1")).hasMessageContaining("lower first");
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
