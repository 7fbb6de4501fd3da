package dev.eddy.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a matrix of floats, or a vector, as NumPy's `.npy` (version 1.0 of the format, described
/// in the module `numpy.lib.format`), row by row: how many rows there are is entered at the end.
///
/// The format is a head of some bytes before what Java writes anyway, and the one library for it on
/// Maven Central brings Kotlin's runtime along; so it is written here.
public final class NpyWriter implements AutoCloseable {

  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /// The head, of a size that has room for any number of rows; a multiple of 64, as the format
  /// asks.
  private static final int HEAD_BYTES = 128;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel file;
  private final int columns;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long numbers;

  private NpyWriter(Path path, int columns) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.columns = columns;
    file.position(HEAD_BYTES);
  }

  /// Begins a vector.
  public static NpyWriter vector(Path path) throws IOException {
    return new NpyWriter(path, 0);
  }

  /// Begins a matrix.
  public static NpyWriter matrix(Path path, int columns) throws IOException {
    if (columns < 1) {
      throw new IllegalArgumentException("a matrix of " + columns + " columns");
    }
    return new NpyWriter(path, columns);
  }

  /// Writes the next row of a matrix, or the next number of a vector.
  ///
  /// @param at where it begins in the array
  public void write(float[] from, int at) throws IOException {
    for (int i = at; i < at + Math.max(1, columns); i++) {
      if (buffer.remaining() < Float.BYTES) {
        flush();
      }
      buffer.putFloat(from[i]);
      numbers++;
    }
  }

  /// Writes the next number of a vector.
  public void write(float number) throws IOException {
    write(new float[] {number}, 0);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  private byte[] head() {
    String shape = columns == 0 ? "(%d,)" : "(%d, %d)";
    String fields =
        "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }"
            .formatted(shape.formatted(numbers / Math.max(1, columns), columns));
    int length = HEAD_BYTES - MAGIC.length - 2 * Short.BYTES;
    byte[] text =
        (fields + " ".repeat(length - 1 - fields.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) length)
        .put(text)
        .array();
  }

  /// Writes what is left, and the head.
  @Override
  public void close() throws IOException {
    try (file) {
      flush();
      ByteBuffer head = ByteBuffer.wrap(head());
      for (long at = 0; head.hasRemaining(); ) {
        at += file.write(head, at);
      }
    }
  }
}
