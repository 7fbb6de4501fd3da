package dev.eddy.eval;

import dev.eddy.event.CatalogItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads catalogs: MovieLens `movies.csv`, `movies.dat` and `u.item` (Latin-1), or a CSV whose
/// header names an item and a title.
public final class CatalogFile {

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

  private static final String[] ITEM_COLUMNS = {"movieid", "itemid", "bookid", "id"};

  private CatalogFile() {}

  /// Finds the catalog that lies in the same folder as a file of ratings.
  public static Optional<Path> beside(Path ratings) {
    return TextFile.beside(
        ratings,
        List.of(
            "movies.csv", "movies.dat", "u.item", "items.csv", "movies.csv.gz", "items.csv.gz"));
  }

  /// Reads catalogs and MovieLens `tags.csv`, whose tags are added to the items named there.
  ///
  /// @throws DataFileException if a file cannot be read or names no items
  public static List<CatalogItem> read(List<Path> paths) throws DataFileException {
    Map<String, CatalogItem> items = new LinkedHashMap<>();
    for (Path path : paths) {
      if (!isTags(path)) {
        read(path).forEach(item -> items.put(item.itemId(), item));
      }
    }
    for (Path path : paths) {
      if (isTags(path)) {
        readTags(path).forEach((id, tags) -> items.computeIfPresent(id, (_, i) -> i.tagged(tags)));
      }
    }
    return List.copyOf(items.values());
  }

  private static boolean isTags(Path path) {
    return TextFile.baseName(path).equals("tags.csv");
  }

  private static Map<String, Set<String>> readTags(Path path) throws DataFileException {
    Map<String, Set<String>> tags = new LinkedHashMap<>();
    try (BufferedReader reader = TextFile.open(path, StandardCharsets.UTF_8)) {
      String first = reader.readLine();
      List<String> header = first == null ? List.of() : Columns.COMMA.split(first);
      int id = Columns.find(header, ITEM_COLUMNS);
      int tag = Columns.find(header, "tag");
      if (id < 0 || tag < 0) {
        throw new DataFileException(
            path, "the first line must name an item and a tag column, as in userId,movieId,tag");
      }
      for (String line; (line = reader.readLine()) != null; ) {
        List<String> fields = Columns.COMMA.split(line);
        if (fields.size() > Math.max(id, tag) && !fields.get(tag).isBlank()) {
          tags.computeIfAbsent(fields.get(id), _ -> new LinkedHashSet<>())
              .add(fields.get(tag).strip().toLowerCase(Locale.ROOT));
        }
      }
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
    return tags;
  }

  /// Reads a catalog; lines without an id and a title are left out.
  ///
  /// @throws DataFileException if the file cannot be read or names no items
  public static List<CatalogItem> read(Path path) throws DataFileException {
    String name = TextFile.baseName(path);
    Charset charset = name.equals("u.item") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    List<CatalogItem> items = new ArrayList<>();
    try (BufferedReader reader = TextFile.open(path, charset)) {
      LineParser parser =
          switch (name) {
            case "u.item" -> CatalogFile::uItem;
            case "movies.dat" -> CatalogFile::moviesDat;
            default -> csv(path, reader.readLine());
          };
      for (String line; (line = reader.readLine()) != null; ) {
        CatalogItem item = parser.parse(line);
        if (item != null) {
          items.add(item);
        }
      }
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
    return items;
  }

  private interface LineParser {
    /// Returns the line's item, or null where it has none.
    CatalogItem parse(String line);
  }

  private static CatalogItem moviesDat(String line) {
    List<String> fields = new Columns("::").split(line);
    return fields.size() < 2
        ? null
        : item(fields.get(0), fields.get(1), fields.size() > 2 ? fields.get(2) : "", "", "");
  }

  private static CatalogItem uItem(String line) {
    List<String> fields = new Columns("|").split(line);
    if (fields.size() < 2) {
      return null;
    }
    List<String> genres = new ArrayList<>();
    for (int g = 0; g < U_ITEM_GENRES.size() && U_ITEM_FIRST_GENRE + g < fields.size(); g++) {
      if (fields.get(U_ITEM_FIRST_GENRE + g).equals("1")) {
        genres.add(U_ITEM_GENRES.get(g));
      }
    }
    return item(fields.get(0), fields.get(1), String.join("|", genres), "", "");
  }

  private static LineParser csv(Path path, String first) throws DataFileException {
    List<String> header = first == null ? List.of() : Columns.COMMA.split(first);
    int id = Columns.find(header, ITEM_COLUMNS);
    int title = Columns.find(header, "title", "name");
    int genres = Columns.find(header, "genres", "genre");
    int year = Columns.find(header, "year");
    int tags = Columns.find(header, "tags");
    if (id < 0 || title < 0) {
      throw new DataFileException(
          path, "the first line must name an item and a title column, as in movieId,title,genres");
    }
    return line -> {
      List<String> fields = Columns.COMMA.split(line);
      return fields.size() <= Math.max(id, title)
          ? null
          : item(
              fields.get(id),
              fields.get(title),
              optional(fields, genres),
              optional(fields, year),
              optional(fields, tags));
    };
  }

  private static String optional(List<String> fields, int at) {
    return at >= 0 && at < fields.size() ? fields.get(at) : "";
  }

  private static CatalogItem item(
      String id, String title, String genres, String year, String tags) {
    if (id.isBlank() || title.isBlank()) {
      return null;
    }
    return new CatalogItem(
        id.strip(), title.strip(), words(genres), year(title, year), words(tags), false);
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
    for (String word : new Columns("|").split(joined)) {
      if (!word.isBlank() && !word.equals("(no genres listed)")) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
