package dev.eddy.snapshot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a matrix or a vector of NumPy's `.npy`, row by row: single or double precision,
/// little-endian, rows one after the other, as `numpy.save` writes them.
public final class NpyReader implements AutoCloseable {

  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
  private static final Pattern COLUMNS_FIRST = Pattern.compile("'fortran_order': *True");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\( *(\\d+) *,? *(\\d+)? *\\)");
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final DataInputStream in;
  private final long rows;
  private final int columns;
  private final boolean isDouble;
  private ByteBuffer row;
  private long read;

  /// Opens a file and reads its head.
  ///
  /// @throws SnapshotException if it is not such a matrix
  public NpyReader(Path path) throws IOException {
    this.path = path;
    InputStream file = Files.newInputStream(path);
    in = new DataInputStream(new BufferedInputStream(file, BUFFER_BYTES));
    boolean isOpen = false;
    try {
      String head = head();
      Matcher type = TYPE.matcher(head);
      Matcher shape = SHAPE.matcher(head);
      if (!type.find() || !shape.find()) {
        throw new SnapshotException(path, "its head names no type and shape: " + head.strip());
      }
      if (!type.group(1).equals("<f4") && !type.group(1).equals("<f8")) {
        throw new SnapshotException(
            path,
            "its numbers are of the type '%s', but must be '<f4' or '<f8'. Save it with astype('<f4')"
                .formatted(type.group(1)));
      }
      if (COLUMNS_FIRST.matcher(head).find()) {
        throw new SnapshotException(
            path, "it is stored column by column. Save it with numpy.ascontiguousarray");
      }
      isDouble = type.group(1).equals("<f8");
      rows = Long.parseLong(shape.group(1));
      columns = shape.group(2) == null ? 0 : Integer.parseInt(shape.group(2));
      row = ByteBuffer.allocate(width() * (isDouble ? Double.BYTES : Float.BYTES));
      row.order(ByteOrder.LITTLE_ENDIAN);
      isOpen = true;
    } catch (EOFException e) {
      throw new SnapshotException(path, "it is cut off within its head", e);
    } finally {
      if (!isOpen) {
        in.close();
      }
    }
  }

  private String head() throws IOException {
    byte[] magic = in.readNBytes(NpyWriter.MAGIC.length);
    if (!Arrays.equals(magic, NpyWriter.MAGIC)) {
      throw new SnapshotException(path, "it is not a NumPy file. Save it with numpy.save");
    }
    int major = in.readUnsignedByte();
    in.readByte();
    int length =
        major == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > BUFFER_BYTES) {
      throw new SnapshotException(path, "its head claims a length of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /// Returns how many rows there are.
  public long rows() {
    return rows;
  }

  /// Returns how many columns there are, 0 for a vector.
  public int columns() {
    return columns;
  }

  /// Returns how many numbers a row has.
  public int width() {
    return Math.max(1, columns);
  }

  /// Reads the next row of a matrix, or the next number of a vector.
  ///
  /// @param into receives it
  /// @param at where it is to begin
  /// @throws SnapshotException if there is none, or a number is not finite
  public void read(float[] into, int at) throws IOException {
    if (read == rows || in.readNBytes(row.array(), 0, row.capacity()) < row.capacity()) {
      throw new SnapshotException(
          path, "it ends after %d rows; its head says %d".formatted(read, rows));
    }
    for (int i = 0; i < width(); i++) {
      float number =
          isDouble ? (float) row.getDouble(i * Double.BYTES) : row.getFloat(i * Float.BYTES);
      if (!Float.isFinite(number)) {
        throw new SnapshotException(
            path, "row %d has the number %s, but all must be finite".formatted(read, number));
      }
      into[at + i] = number;
    }
    read++;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
