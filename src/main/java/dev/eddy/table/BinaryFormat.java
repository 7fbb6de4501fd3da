package dev.eddy.table;

import java.util.Map;

/// What bytes are that are no table of text, by their beginnings.
final class BinaryFormat {

  private static final Map<String, String> BINARY =
      Map.ofEntries(
          Map.entry("PAR1", "a Parquet file: convert it to CSV first (pandas: df.to_csv)"),
          Map.entry("ARROW1", "an Arrow or Feather file: convert it to CSV first"),
          Map.entry("FEA1", "a Feather file: convert it to CSV first"),
          Map.entry("ORC", "an ORC file: convert it to CSV first"),
          Map.entry("Obj\1", "an Avro file: convert it to JSON Lines first (avro-tools tojson)"),
          Map.entry("SQLite format 3\0", "an SQLite database: export the table as CSV first"),
          Map.entry("\u0089HDF\r\n", "an HDF5 file: convert it to CSV first"),
          Map.entry("\u0093NUMPY", "a NumPy array: convert it to CSV first"),
          Map.entry("\u00d0\u00cf\u0011\u00e0", "an old Excel file: save it as CSV first"),
          Map.entry("%PDF-", "a PDF document, not a table"),
          Map.entry("BZh", "compressed with bzip2: decompress it first (bunzip2)"),
          Map.entry("\u00fd7zXZ\0", "compressed with xz: decompress it first (unxz)"),
          Map.entry("7z\u00bc\u00af", "a 7-Zip archive: unpack it first"),
          Map.entry("Rar!", "a RAR archive: unpack it first"),
          Map.entry("\u0004\"M\u0018", "compressed with lz4: decompress it first (unlz4)"),
          Map.entry("PK\3\4", "a zip archive that is compressed again: decompress it first"),
          Map.entry("\u001f\u008b", "compressed twice: decompress it once"));

  private static final Map<String, String> TEXT =
      Map.of(
          "version https://git-lfs.github.com/spec/",
          "a Git LFS pointer; the file itself was not downloaded: run git lfs pull",
          "<!DOCTYPE",
          "an HTML page, perhaps from a failed download",
          "<!doctype",
          "an HTML page, perhaps from a failed download",
          "<html",
          "an HTML page, perhaps from a failed download",
          "<?xml",
          "XML, not a table: convert it to CSV or JSON Lines first");

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
      throw new BadTableException("this is a tar archive: unpack it and name one of its files");
    }
  }

  private static void refuse(byte[] first, Map<String, String> beginnings)
      throws BadTableException {
    for (Map.Entry<String, String> known : beginnings.entrySet()) {
      if (isAt(first, 0, known.getKey())) {
        throw new BadTableException("this is " + known.getValue());
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
          "this is not text: it contains NUL bytes. Use CSV or JSON Lines, plain or compressed with"
              + " gzip, zip or zstd");
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
