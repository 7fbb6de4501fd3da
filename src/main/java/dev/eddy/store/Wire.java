package dev.eddy.store;

import dev.eddy.factorization.model.RowKind;
import dev.eddy.factorization.model.RowLayout;
import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.OtherModelException;
import dev.eddy.failure.UnknownFormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/// What all binary formats share: big-endian, a version byte first, runs of floats with their
/// length.
final class Wire {

  /// The version that formats have which never changed: the one that is written, and the only one
  /// that is read.
  static final byte VERSION = 1;

  /// Versions are below this, so that text, which somebody else wrote, is taken for none.
  private static final byte FIRST_OF_TEXT = 32;

  /// Parameters, precisions and their products are far below this, and sums of what is not stay
  /// numbers. A row that were none would make none of all that learn from it.
  private static final float MOST = 1e18f;

  private Wire() {}

  /// Starts a value of a known size.
  static ByteBuffer start(int bytesAfterVersion) {
    return start(bytesAfterVersion, VERSION);
  }

  /// Starts a value of a known size and of a format with a version of its own.
  static ByteBuffer start(int bytesAfterVersion, byte version) {
    return ByteBuffer.allocate(1 + bytesAfterVersion).put(version);
  }

  /// Reads a whole value, turning every way in which bytes can be damaged into one exception.
  ///
  /// @throws UnknownFormatException if they are of another format, and perhaps not damaged at all
  static <T> T read(byte[] bytes, String what, Function<ByteBuffer, T> reader) {
    return read(bytes, what, VERSION, reader);
  }

  /// Reads a whole value of a format with a version of its own.
  ///
  /// @throws UnknownFormatException if it is of another version
  static <T> T read(byte[] bytes, String what, byte known, Function<ByteBuffer, T> reader) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte version = in.get();
      if (version <= 0 || version >= FIRST_OF_TEXT) {
        throw new DamagedRecordException(what + " does not begin with a format version");
      }
      if (version != known) {
        throw new UnknownFormatException(
            "%s has format version %d, but this build reads %d. Run the build that wrote it, or set a new stream.generation"
                .formatted(what, version, known));
      }
      T value = reader.apply(in);
      if (in.hasRemaining()) {
        throw new DamagedRecordException(
            what + " is followed by " + in.remaining() + " bytes that do not belong to it");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new DamagedRecordException(what + " is cut off after " + bytes.length + " bytes", e);
    } catch (IllegalArgumentException e) { // of a varint
      throw new DamagedRecordException(what + " is damaged: " + e.getMessage(), e);
    }
  }

  static int floatsSize(float[] floats) {
    return Integer.BYTES + Float.BYTES * floats.length;
  }

  static void putFloats(ByteBuffer out, float[] floats) {
    out.putInt(floats.length);
    out.asFloatBuffer().put(floats);
    out.position(out.position() + Float.BYTES * floats.length);
  }

  static float[] getFloats(ByteBuffer in, String what) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / Float.BYTES) {
      throw new DamagedRecordException(what + " claims " + length + " floats, more than there are");
    }
    float[] floats = new float[length];
    in.asFloatBuffer().get(floats);
    in.position(in.position() + Float.BYTES * length);
    for (float number : floats) {
      if (!(Math.abs(number) <= MOST)) { // one that is no number, too
        throw new DamagedRecordException(what + " has the impossible value " + number);
      }
    }
    return floats;
  }

  /// Reads floats that must have a certain length, as the model's settings ask for.
  static float[] getFloats(ByteBuffer in, String what, int expected) {
    return checked(getFloats(in, what), what, expected);
  }

  /// Reads the floats of an item, which are fewer while it is not admitted.
  static float[] getItemFloats(ByteBuffer in, String what, String itemId, int expected) {
    float[] floats = getFloats(in, what);
    boolean waits = RowKind.of(itemId) == RowKind.ITEM && RowLayout.isWaiting(floats);
    return waits ? floats : checked(floats, what, expected);
  }

  private static float[] checked(float[] floats, String what, int expected) {
    if (floats.length != expected) {
      throw new OtherModelException(
          ("%s has %d floats, but the model needs %d. Restore learning.factors and the model, or"
                  + " set a new stream.generation to change them")
              .formatted(what, floats.length, expected));
    }
    return floats;
  }
}
