package dev.eddy.eval;

import dev.eddy.event.CatalogItem;
import dev.eddy.event.Ids;
import dev.eddy.table.Column;
import dev.eddy.table.DataFileException;
import dev.eddy.table.Printable;
import dev.eddy.table.Row;
import dev.eddy.table.Table;
import dev.eddy.table.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads catalogs: any table whose columns name an item and a title, and `movies.dat` and `u.item`
/// of MovieLens, which have no header.
public final class CatalogFile {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogFile.class);

  private static final List<String> BESIDE =
      List.of("movies.csv", "movies.dat", "u.item", "movies.csv.gz", "movies.dat.gz", "u.item.gz");

  private static final List<String> MOVIES_CSV = List.of("movieId", "title", "genres");

  private static final Pattern YEAR_AT_END = Pattern.compile("\\((\\d{4})\\)\\s*$");

  /// The genres of `u.item`, one column each, in the order of MovieLens 100K's `u.genre`.
  private static final List<String> U_ITEM_GENRES =
      List.of(
          "unknown",
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  private static final int U_ITEM_FIRST_GENRE = 5;

  private CatalogFile() {}

  /// Finds the catalog of a MovieLens data set that lies in the same folder as its ratings.
  public static Optional<Path> beside(Path ratings) {
    Path folder = ratings.toAbsolutePath().getParent();
    return BESIDE.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /// Reads the catalog of a MovieLens data set.
  ///
  /// @throws DataFileException if the file cannot be read, or is of something else
  public static List<CatalogItem> readMovieLens(Path path) throws DataFileException {
    Table table = Table.open(path, TableOptions.NONE);
    List<String> first = table.isNamed() ? List.of() : table.head().getFirst();
    if (!MOVIES_CSV.equals(first) && !isUItem(table) && !isMoviesDat(table)) {
      throw new DataFileException(
          path, "this is not a MovieLens catalog; the first line is: " + shown(table));
    }
    return read(path, table);
  }

  /// Reads catalogs, and files of tags, which are added to the items that they name.
  ///
  /// @throws DataFileException if a file cannot be read or names no items
  public static List<CatalogItem> read(List<Path> paths) throws DataFileException {
    Map<String, CatalogItem> items = new LinkedHashMap<>();
    Map<Path, Table> tags = new LinkedHashMap<>();
    for (Path path : paths) {
      Table table = Table.open(path, TableOptions.NONE);
      if (Column.TITLE.in(table.names()) < 0 && Column.TAG.in(table.names()) >= 0) {
        tags.put(path, table);
      } else {
        read(path, table).forEach(item -> items.put(item.itemId(), item));
      }
    }
    for (Map.Entry<Path, Table> file : tags.entrySet()) {
      readTags(file.getKey(), file.getValue())
          .forEach((id, words) -> items.computeIfPresent(id, (_, item) -> item.tagged(words)));
    }
    return List.copyOf(items.values());
  }

  /// Reads a catalog; rows without an id and a title are left out, and told.
  ///
  /// @throws DataFileException if the file cannot be read or names no items
  public static List<CatalogItem> read(Path path) throws DataFileException {
    return read(path, Table.open(path, TableOptions.NONE));
  }

  private static Map<String, Set<String>> readTags(Path path, Table table)
      throws DataFileException {
    List<String> header = table.names();
    int id = idColumn(header);
    int tag = Column.TAG.in(header);
    if (id < 0) {
      throw new DataFileException(path, "no item column found; the first line is: " + shown(table));
    }
    Map<String, Set<String>> tags = new LinkedHashMap<>();
    rows(
        path,
        table,
        !table.isNamed(),
        row -> {
          String word = text(row, tag).toLowerCase(Locale.ROOT);
          if (!word.isEmpty()) {
            tags.computeIfAbsent(text(row, id), _ -> new LinkedHashSet<>()).add(word);
          }
          return true;
        });
    return tags;
  }

  private static List<CatalogItem> read(Path path, Table table) throws DataFileException {
    List<String> header = table.names();
    int id = idColumn(header);
    int title = Column.TITLE.in(header);
    boolean isNamed = id >= 0 && title >= 0;
    if (!isNamed && !isUItem(table) && !isMoviesDat(table)) {
      throw new DataFileException(
          path,
          "no %s column found; the first line is: %s"
              .formatted(id < 0 ? "item" : "title", shown(table)));
    }
    Function<Row, CatalogItem> parser =
        isNamed
            ? named(header, id, title)
            : isUItem(table) ? CatalogFile::uItem : CatalogFile::moviesDat;
    List<CatalogItem> items = new ArrayList<>();
    long[] leftOut = {0, 0};
    rows(
        path,
        table,
        isNamed && !table.isNamed(),
        row -> {
          CatalogItem item = parser.apply(row);
          if (item != null) {
            return items.add(item);
          }
          leftOut[1] = leftOut[0]++ == 0 ? row.line() : leftOut[1];
          return true;
        });
    if (leftOut[0] > 0) {
      LOG.warn(
          "{}: skipped {} rows without a valid id or without a title, first on line {}",
          path,
          leftOut[0],
          leftOut[1]);
    }
    return items;
  }

  private static void rows(Path path, Table table, boolean hasHeader, Table.RowHandler handler)
      throws DataFileException {
    boolean[] isHeader = {hasHeader};
    try {
      table.read(
          row -> {
            boolean skip = isHeader[0];
            isHeader[0] = false;
            return skip || handler.handle(row);
          });
    } catch (IOException e) {
      throw Table.failed(path, e);
    }
  }

  private static int idColumn(List<String> header) {
    int item = Column.ITEM.in(header);
    return item >= 0 ? item : header.indexOf("id");
  }

  private static boolean isUItem(Table table) {
    return table.separator().equals("|")
        && table.head().getFirst().size() == U_ITEM_FIRST_GENRE + U_ITEM_GENRES.size();
  }

  private static boolean isMoviesDat(Table table) {
    int width = table.head().getFirst().size();
    return table.separator().equals("::") && (width == 2 || width == 3);
  }

  private static String shown(Table table) {
    return Printable.of(String.join(table.separator(), table.head().getFirst()));
  }

  private static CatalogItem moviesDat(Row row) {
    return item(text(row, 0), text(row, 1), text(row, 2), "", "");
  }

  private static CatalogItem uItem(Row row) {
    List<String> genres = new ArrayList<>();
    for (int g = 0; g < U_ITEM_GENRES.size(); g++) {
      if (text(row, U_ITEM_FIRST_GENRE + g).equals("1")) {
        genres.add(U_ITEM_GENRES.get(g));
      }
    }
    return item(text(row, 0), text(row, 1), String.join("|", genres), "", "");
  }

  private static Function<Row, CatalogItem> named(List<String> header, int id, int title) {
    int genres = Column.GENRES.in(header);
    int year = Column.YEAR.in(header);
    int tags = Column.TAGS.in(header);
    return row ->
        item(text(row, id), text(row, title), text(row, genres), text(row, year), text(row, tags));
  }

  private static String text(Row row, int column) {
    return row.has(column) ? row.text(column) : "";
  }

  private static CatalogItem item(
      String id, String title, String genres, String year, String tags) {
    if (Ids.check("itemId", id) != null || title.isEmpty()) {
      return null;
    }
    return new CatalogItem(id, title, words(genres), year(title, year), words(tags), false);
  }

  private static int year(String title, String year) {
    if (year.matches("\\d{4}")) {
      return Integer.parseInt(year);
    }
    Matcher matcher = YEAR_AT_END.matcher(title);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static List<String> words(String joined) {
    List<String> words = new ArrayList<>();
    for (String word : joined.split("\\|", -1)) {
      if (!word.isBlank() && !word.equals("(no genres listed)")) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
