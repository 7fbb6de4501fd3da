package dev.eddy.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table of text, whatever it looks like: packed with gzip, zip or zstd or not; in UTF-8, UTF-16
/// or Windows-1252; CSV with any separator, or JSON Lines. All of that is found out from its first
/// bytes, unless options say it.
public final class Table {

  private static final int HEAD_BYTES = 1 << 16;

  private final Source source;
  private final String separator;
  private final JsonRows json;
  private final List<List<String>> head;
  private String told;

  /// What is done with each row.
  public interface RowHandler {
    /// Takes a row and returns false to stop reading. The row is valid until the next.
    boolean handle(Row row) throws IOException;
  }

  /// From where the bytes come.
  private interface Source {
    Packing.Opened open() throws IOException;
  }

  private Table(Source source, Packing.Opened opened, TableOptions options) throws IOException {
    this.source = source;
    String text = head(opened.first());
    if (text.isBlank()) {
      throw new BadTableException("this is empty");
    }
    char begin = text.stripLeading().charAt(0);
    if (options.separator() == null && begin == '[') {
      throw new BadTableException(
          "this is one JSON array: write one object per line, for example with jq -c '.[]'");
    }
    json = options.separator() == null && begin == '{' ? new JsonRows() : null;
    separator =
        json != null ? "" : options.separator() != null ? options.separator() : Separator.of(text);
    head = json != null ? jsonHead(text) : CsvRows.all(text, separator);
  }

  /// Opens a file.
  ///
  /// @throws DataFileException if there is none, or it is no table
  public static Table open(Path path, TableOptions options) throws DataFileException {
    if (Files.isDirectory(path)) {
      throw new DataFileException(path, "this is a folder, not a file");
    }
    Source source = () -> unpacked(path);
    try {
      Packing.Opened opened = source.open();
      try (InputStream _ = opened.all()) {
        return new Table(source, opened, options);
      }
    } catch (NoSuchFileException e) {
      throw new DataFileException(path, "no such file", e);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private static Packing.Opened unpacked(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      return Packing.open(in, HEAD_BYTES);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /// Takes a table that can be read once.
  ///
  /// @throws BadTableException if it is no table
  public static Table of(InputStream in, TableOptions options) throws IOException {
    Packing.Opened opened = Packing.open(in, HEAD_BYTES);
    return new Table(() -> opened, opened, options);
  }

  /// Returns what is to be said of a file that cannot be read.
  public static DataFileException failed(Path path, IOException e) {
    return new DataFileException(
        path,
        e instanceof BadTableException ? e.getMessage() : "cannot be read: " + e.getMessage(),
        e);
  }

  private static String head(byte[] first) throws IOException {
    BinaryFormat.refuse(first);
    Encoding encoding = Encoding.of(first);
    if (encoding.isUtf8()) {
      BinaryFormat.refuseNul(first);
    }
    StringBuilder text = new StringBuilder();
    char[] chars = new char[HEAD_BYTES];
    try (Reader reader = new TextReader(new ByteArrayInputStream(first), encoding)) {
      for (int count; (count = reader.read(chars)) > 0; ) {
        text.append(chars, 0, count);
      }
    }
    if (first.length == HEAD_BYTES) { // the last line is not whole
      int end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
      text.setLength(end > 0 ? end : text.length());
    }
    return text.toString();
  }

  private List<List<String>> jsonHead(String text) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    json.read(
        new StringReader(text),
        row -> {
          List<String> cells = new ArrayList<>();
          for (int i = 0; i < row.size(); i++) {
            cells.add(row.text(i));
          }
          return rows.add(cells);
        });
    return rows;
  }

  /// Returns whether each row names its columns, as JSON Lines do.
  public boolean isNamed() {
    return json != null;
  }

  /// Returns the names of the columns: of JSON Lines those met so far; else the first row, which
  /// may be no header.
  public List<String> names() {
    return json != null ? json.names() : head.getFirst();
  }

  /// Returns the first rows, as far as the first bytes have them; a header is one of them.
  public List<List<String>> head() {
    return head;
  }

  /// Returns what stands between columns.
  public String separator() {
    return separator;
  }

  /// Returns what is to be told of its encoding, once it was read.
  public Optional<String> told() {
    return Optional.ofNullable(told);
  }

  /// Gives every row in order; empty lines are passed over.
  ///
  /// @throws BadTableException if it is no table to its end
  public void read(RowHandler handler) throws IOException {
    Packing.Opened opened = source.open();
    try (TextReader text = new TextReader(opened.all(), Encoding.of(opened.first()))) {
      if (json != null) {
        json.read(text, handler);
      } else {
        CsvRows.read(text, separator, handler);
      }
      told = text.told();
    }
  }
}
