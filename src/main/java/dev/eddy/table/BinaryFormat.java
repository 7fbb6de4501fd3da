package dev.eddy.table;

import java.util.Map;

/// What bytes are that are no table of text, by their beginnings.
final class BinaryFormat {

  private static final Map<String, String> BINARY =
      Map.ofEntries(
          Map.entry("PAR1", "a Parquet file: write it as CSV first (pandas: df.to_csv)"),
          Map.entry("ARROW1", "an Arrow or Feather file: write it as CSV first"),
          Map.entry("FEA1", "a Feather file: write it as CSV first"),
          Map.entry("ORC", "an ORC file: write it as CSV first"),
          Map.entry("Obj\1", "an Avro file: write it as JSON Lines first (avro-tools tojson)"),
          Map.entry("SQLite format 3\0", "an SQLite database: export the table as CSV first"),
          Map.entry("\u0089HDF\r\n", "an HDF5 file: write it as CSV first"),
          Map.entry("\u0093NUMPY", "a NumPy array: write it as CSV first"),
          Map.entry("\u00d0\u00cf\u0011\u00e0", "an old Excel file: save it as CSV first"),
          Map.entry("%PDF-", "a PDF document, not a table"),
          Map.entry("BZh", "packed with bzip2: unpack it first (bunzip2)"),
          Map.entry("\u00fd7zXZ\0", "packed with xz: unpack it first (unxz)"),
          Map.entry("7z\u00bc\u00af", "a 7-Zip archive: unpack it first"),
          Map.entry("Rar!", "a RAR archive: unpack it first"),
          Map.entry("\u0004\"M\u0018", "packed with lz4: unpack it first (unlz4)"),
          Map.entry("PK\3\4", "a zip archive inside another packing: unpack it first"),
          Map.entry("\u001f\u008b", "packed twice: unpack it once"));

  private static final Map<String, String> TEXT =
      Map.of(
          "version https://git-lfs.github.com/spec/",
          "a Git LFS pointer, the file itself was not downloaded: run git lfs pull",
          "<!DOCTYPE",
          "a page of HTML, perhaps of a download that failed",
          "<!doctype",
          "a page of HTML, perhaps of a download that failed",
          "<html",
          "a page of HTML, perhaps of a download that failed",
          "<?xml",
          "XML, not a table: write it as CSV or JSON Lines first");

  private static final int TAR_MAGIC_AT = 257;

  /// Text may have so many NUL bytes of a thousand, where single lines are damaged.
  private static final int DAMAGE_PER_MILLE = 10;

  private BinaryFormat() {}

  /// Refuses what is no text.
  ///
  /// @throws BadTableException naming what it is
  static void refuse(byte[] first) throws BadTableException {
    refuse(first, TEXT);
    if (!isText(first)) {
      refuse(first, BINARY);
    }
    if (isAt(first, TAR_MAGIC_AT, "ustar")) {
      throw new BadTableException("is a tar archive: unpack it and name one file of it");
    }
  }

  private static void refuse(byte[] first, Map<String, String> beginnings)
      throws BadTableException {
    for (Map.Entry<String, String> known : beginnings.entrySet()) {
      if (isAt(first, 0, known.getKey())) {
        throw new BadTableException("is " + known.getValue());
      }
    }
  }

  /// Returns whether bytes look like lines of text, as an id does that begins like a Parquet file.
  private static boolean isText(byte[] first) {
    boolean lines = false;
    for (byte one : first) {
      if (one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r') {
        return false;
      }
      lines |= one == '\n';
    }
    return lines;
  }

  /// Refuses bytes of which too many are NUL.
  ///
  /// @throws BadTableException if they are
  static void refuseNul(byte[] first) throws BadTableException {
    int nul = 0;
    boolean inFirstLine = false;
    boolean firstLine = true;
    for (byte one : first) {
      firstLine &= one != '\n';
      if (one == 0) {
        nul++;
        inFirstLine |= firstLine;
      }
    }
    if (inFirstLine || nul * 1000L > (long) DAMAGE_PER_MILLE * first.length) {
      throw new BadTableException(
          "is no text, it holds NUL bytes: tables are CSV, JSON Lines or the like, also packed"
              + " with gzip, zip or zstd");
    }
  }

  private static boolean isAt(byte[] bytes, int offset, String text) {
    if (bytes.length < offset + text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[offset + i] & 0xff) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
