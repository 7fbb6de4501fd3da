package dev.eddy.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Opens text files, packed with gzip or not.
final class TextFile {

  private static final int BUFFER = 1 << 16;

  private TextFile() {}

  /// Opens a file. Bytes that are not of the charset become replacement characters, so that
  /// damaged lines reach whoever judges lines.
  static BufferedReader open(Path path, Charset charset) throws DataFileException {
    try {
      if (!Files.exists(path)) {
        throw new DataFileException(path, "no such file");
      }
      if (Files.isDirectory(path)) {
        throw new DataFileException(path, "is a folder, not a file of ratings");
      }
      InputStream in = Files.newInputStream(path);
      if (path.toString().endsWith(".gz")) {
        in = new GZIPInputStream(in, BUFFER);
      }
      return new BufferedReader(
          new InputStreamReader(
              in,
              charset
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPLACE)
                  .onUnmappableCharacter(CodingErrorAction.REPLACE)),
          BUFFER);
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Returns the first of some names that lies in the same folder as another file.
  static Optional<Path> beside(Path other, List<String> names) {
    Path folder = other.toAbsolutePath().getParent();
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /// Returns a file's name without folders and without `.gz`.
  static String baseName(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
