package dev.eddy.table;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// How bytes are packed, told from the first of them, never from a file's name.
final class Packing {

  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Packing() {}

  /// Some bytes, and the stream from its beginning.
  ///
  /// @param first so many bytes as were asked for, or all where there are fewer
  /// @param all from the first byte on
  record Opened(byte[] first, InputStream all) {

    static Opened of(InputStream in, int size) throws IOException {
      byte[] first = in.readNBytes(size);
      return new Opened(first, new SequenceInputStream(new ByteArrayInputStream(first), in));
    }
  }

  /// Unpacks what is packed.
  ///
  /// @param size how many of the first bytes are wanted
  /// @throws BadTableException if it is packed in a way that cannot be read
  static Opened open(InputStream in, int size) throws IOException {
    Opened packed = Opened.of(in, size);
    byte[] first = packed.first;
    if (startsWith(first, GZIP)) {
      return Opened.of(new GZIPInputStream(packed.all, BUFFER), size);
    }
    if (startsWith(first, ZSTD)) {
      return Opened.of(new ZstdInputStream(packed.all).setContinuous(false), size);
    }
    if (startsWith(first, ZIP)) {
      return Opened.of(new OnlyEntry(new ZipInputStream(packed.all)), size);
    }
    return packed;
  }

  static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  static boolean startsWith(byte[] bytes, String prefix) {
    return startsWith(bytes, prefix.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The one file of an archive; that there is another is told where the first ends.
  private static final class OnlyEntry extends InputStream {

    private final ZipInputStream zip;
    private final String name;

    OnlyEntry(ZipInputStream zip) throws IOException {
      this.zip = zip;
      ZipEntry entry = next();
      if (entry == null) {
        throw new BadTableException("this is an empty zip archive");
      }
      name = entry.getName();
      if (name.equals("[Content_Types].xml") || name.equals("mimetype")) {
        throw new BadTableException("this is an office document, not a text table: save it as CSV");
      }
    }

    /// Returns the next file, passing over folders and what a Mac adds.
    private ZipEntry next() throws IOException {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
        entry = zip.getNextEntry();
      }
      return entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = zip.read(bytes, offset, length);
      if (count < 0) {
        ZipEntry other = next();
        if (other != null) {
          throw new BadTableException(
              "this is a zip archive of several files, such as %s and %s: unpack it and name one"
                  .formatted(Printable.of(name), Printable.of(other.getName())));
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
