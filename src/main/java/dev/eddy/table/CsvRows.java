package dev.eddy.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The rows of text with separators: quotes, doubled quotes, line breaks inside quotes, and all
/// three ways to end a line, as FastCSV reads them.
final class CsvRows {

  /// A longer cell is a quote that is never closed.
  private static final int LONGEST_CELL = 1 << 24;

  /// Stands nowhere in text.
  private static final char NO_QUOTE = '\uffff';

  private CsvRows() {}

  /// Gives every row that is not empty.
  ///
  /// @throws BadTableException if a quote is not closed
  static void read(Reader in, String separator, Table.RowHandler handler) throws IOException {
    read(in, separator, '"', 0, handler);
  }

  /// Gives once more what a row has swallowed that begins with a stray quote: the lines behind its
  /// first, each a row, whatever quotes there are.
  ///
  /// @return whether the handler wants more
  static boolean again(Row row, String separator, Table.RowHandler handler) throws IOException {
    boolean[] more = {true};
    read(
        new StringReader(row.afterFirstLine(separator)),
        separator,
        NO_QUOTE,
        row.line(),
        piece -> more[0] = handler.handle(piece));
    return more[0];
  }

  private static void read(
      Reader in, String separator, char quote, long linesBefore, Table.RowHandler handler)
      throws IOException {
    boolean isLong = separator.length() > 1;
    Reader text = isLong ? new SeparatorReader(in, separator) : in;
    RowBuilder builder = new RowBuilder(isLong ? separator : null, linesBefore);
    try (CsvReader<Row> rows =
        CsvReader.builder()
            .fieldSeparator(isLong ? SeparatorReader.UNIT : separator.charAt(0))
            .quoteCharacter(quote)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .maxBufferSize(LONGEST_CELL)
            .build(builder, text)) {
      for (Row row : rows) {
        if (!row.isBlank() && !handler.handle(row)) {
          return;
        }
      }
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new BadTableException(
          "a cell at or after line %d has more than %,d characters: is a quote never closed?"
              .formatted(builder.row.line(), LONGEST_CELL),
          e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Returns the rows of a short text.
  static List<List<String>> all(String text, String separator) {
    List<List<String>> rows = new ArrayList<>();
    try {
      read(
          new StringReader(text),
          separator,
          row -> {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
              cells.add(row.text(i));
            }
            rows.add(cells);
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory is shorter than any limit
    }
    return rows;
  }

  private static final class RowBuilder extends AbstractBaseCsvCallbackHandler<Row> {

    private final Row row = new Row();
    private final String separator;
    private final long linesBefore;

    /// @param separator what a single character stands for, or null
    RowBuilder(String separator, long linesBefore) {
      this.separator = separator;
      this.linesBefore = linesBefore;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      row.begin(linesBefore + startingLineNumber);
    }

    @Override
    protected void handleField(int fieldIdx, char[] buf, int offset, int len, boolean quoted) {
      row.add(buf, offset, len, quoted);
    }

    @Override
    protected Row buildRecord() {
      if (separator != null) {
        row.restore(SeparatorReader.UNIT, separator);
      }
      return row;
    }
  }
}
