package dev.eddy.store;

import dev.eddy.factorization.RowKind;
import dev.eddy.factorization.RowLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/// What all binary formats share: big-endian, a version byte first, runs of floats with their
/// length.
final class Wire {

  /// The version that is written. Readers refuse versions they do not know.
  static final byte VERSION = 1;

  private Wire() {}

  /// The version of rows and deltas of items that tell when the item was rated. Others are written
  /// as ever, so that builds which know no such time read what is written without.
  static final byte VERSION_WITH_TIME = 2;

  /// Starts a value of a known size.
  static ByteBuffer start(int bytesAfterVersion) {
    return start(VERSION, bytesAfterVersion);
  }

  /// Starts a value of some version and of a known size.
  static ByteBuffer start(byte version, int bytesAfterVersion) {
    return ByteBuffer.allocate(1 + bytesAfterVersion).put(version);
  }

  /// Starts a value that tells when an item was rated, 0 where that is not known.
  static ByteBuffer startItem(int bytesAfterVersion, long ratedMs) {
    return ratedMs == 0
        ? start(bytesAfterVersion)
        : ByteBuffer.allocate(1 + Long.BYTES + bytesAfterVersion)
            .put(VERSION_WITH_TIME)
            .putLong(ratedMs);
  }

  /// Reads when an item was rated: the beginning of what [#startItem] started.
  static long ratedMs(ByteBuffer in) {
    return in.get(0) == VERSION_WITH_TIME ? in.getLong() : 0;
  }

  /// Reads a whole value, turning every way in which bytes can be damaged into one exception.
  static <T> T read(byte[] bytes, String what, Function<ByteBuffer, T> reader) {
    return read(bytes, what, VERSION, reader);
  }

  /// Reads a whole value of an item; its version says whether it tells when that was rated.
  static <T> T readItem(byte[] bytes, String what, Function<ByteBuffer, T> reader) {
    return read(bytes, what, VERSION_WITH_TIME, reader);
  }

  /// Reads a whole value of a version up to the newest one.
  static <T> T read(byte[] bytes, String what, byte newest, Function<ByteBuffer, T> reader) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte version = in.get();
      if (version < VERSION || version > newest) {
        throw new CorruptRowException(
            "%s has format version %d, this build reads %d: run the build that wrote it, or start a new stream.generation"
                .formatted(what, version, newest));
      }
      T value = reader.apply(in);
      if (in.hasRemaining()) {
        throw new CorruptRowException(
            what + " is followed by " + in.remaining() + " bytes that do not belong to it");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new CorruptRowException(what + " is cut off after " + bytes.length + " bytes", e);
    } catch (IllegalArgumentException e) { // of a varint
      throw new CorruptRowException(what + " is damaged: " + e.getMessage(), e);
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
      throw new CorruptRowException(what + " claims " + length + " floats, which do not fit");
    }
    float[] floats = new float[length];
    in.asFloatBuffer().get(floats);
    in.position(in.position() + Float.BYTES * length);
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
          "%s has %d floats, the model asks for %d: learning.factors or the model was changed, which needs a new stream.generation"
              .formatted(what, floats.length, expected));
    }
    return floats;
  }
}
