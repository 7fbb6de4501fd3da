package dev.eddy.store;

import dev.eddy.choice.row.ChoiceDelta;
import dev.eddy.choice.row.SharedDelta;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.ByteUtils;

/// The format of changes of choices, in `item-deltas` under the keys of [ChoiceKey]; a stored row
/// is a change of nothing, see [ChoiceRowCodec]. Of an item:
///
/// ```
/// version u8 | partition i32 | sequence i64 | born i64 | count f64 | backed f64 | rated f64
///            | residual f64 | clock f64 | floats i32 | f32… fading | neighbours varint
///            | (id bytes varint | id | change of the weight f32)…
/// ```
///
/// and of what belongs to no item:
///
/// ```
/// version u8 | partition i32 | sequence i64 | clock f64 | time i64 | ratings f64
///            | sum of ratings f64
///            | steps f64 | steps at f64 | doubles i32 | f64… information | doubles i32 | f64… pull
/// ```
public final class ChoiceDeltaCodec {

  /// Version 1 did not say what of the choices is backed.
  static final byte VERSION = 2;

  private static final int ITEM_BYTES = Integer.BYTES + 2 * Long.BYTES + 5 * Double.BYTES;
  private static final int SHARED_BYTES = Integer.BYTES + 2 * Long.BYTES + 5 * Double.BYTES;

  private final ItemIds items;

  /// Creates a codec.
  ///
  /// @param items numbers for the ids that travel
  public ChoiceDeltaCodec(ItemIds items) {
    this.items = items;
  }

  /// Encodes a change of an item.
  public byte[] encode(ChoiceDelta delta) {
    int[] neighbours = delta.neighbours();
    int size = ITEM_BYTES + Wire.floatsSize(delta.fading());
    size += ByteUtils.sizeOfUnsignedVarint(neighbours.length);
    for (int neighbour : neighbours) {
      int length = items.id(neighbour).length;
      size += ByteUtils.sizeOfUnsignedVarint(length) + length + Float.BYTES;
    }
    ByteBuffer out = Wire.start(size, VERSION);
    out.putInt(delta.partition()).putLong(delta.sequence()).putLong(delta.bornMs());
    out.putDouble(delta.count()).putDouble(delta.backed()).putDouble(delta.rated());
    out.putDouble(delta.residual()).putDouble(delta.clock());
    Wire.putFloats(out, delta.fading());
    ByteUtils.writeUnsignedVarint(neighbours.length, out);
    for (int i = 0; i < neighbours.length; i++) {
      byte[] id = items.id(neighbours[i]);
      ByteUtils.writeUnsignedVarint(id.length, out);
      out.put(id).putFloat(delta.changes()[i]);
    }
    return out.array();
  }

  /// Decodes a change of an item.
  ///
  /// @throws dev.eddy.failure.DamagedRecordException if the bytes are not one
  public ChoiceDelta decodeItem(String itemId, byte[] bytes) {
    return Wire.read(bytes, "the choices of item " + itemId, VERSION, this::item);
  }

  private ChoiceDelta item(ByteBuffer in) {
    int partition = in.getInt();
    long sequence = in.getLong();
    long bornMs = in.getLong();
    double count = finite(in.getDouble());
    double backed = finite(in.getDouble());
    double rated = finite(in.getDouble());
    double residual = finite(in.getDouble());
    double clock = finite(in.getDouble());
    float[] fading = Wire.getFloats(in, "a change of choices");
    int[] neighbours = new int[bounded(ByteUtils.readUnsignedVarint(in), in)];
    float[] changes = new float[neighbours.length];
    for (int i = 0; i < neighbours.length; i++) {
      neighbours[i] = items.number(in, bounded(ByteUtils.readUnsignedVarint(in), in));
      changes[i] = (float) finite(in.getFloat());
    }
    return new ChoiceDelta(
        partition,
        sequence,
        bornMs,
        count,
        backed,
        rated,
        residual,
        clock,
        fading,
        neighbours,
        changes);
  }

  /// Encodes a change of what belongs to no item.
  public byte[] encode(SharedDelta delta) {
    int doubles = delta.information().length + delta.pull().length;
    ByteBuffer out = Wire.start(SHARED_BYTES + 2 * Integer.BYTES + doubles * Double.BYTES, VERSION);
    out.putInt(delta.partition()).putLong(delta.sequence()).putDouble(delta.clock());
    out.putLong(delta.timeMs()).putDouble(delta.ratings()).putDouble(delta.ratingSum());
    out.putDouble(delta.steps()).putDouble(delta.stepsAt());
    putDoubles(out, delta.information());
    putDoubles(out, delta.pull());
    return out.array();
  }

  /// Decodes a change of what belongs to no item.
  ///
  /// @throws dev.eddy.failure.DamagedRecordException if the bytes are not one
  public SharedDelta decodeShared(byte[] bytes) {
    return Wire.read(bytes, "the weights of choices", VERSION, ChoiceDeltaCodec::shared);
  }

  private static SharedDelta shared(ByteBuffer in) {
    return new SharedDelta(
        in.getInt(),
        in.getLong(),
        finite(in.getDouble()),
        in.getLong(),
        finite(in.getDouble()),
        finite(in.getDouble()),
        finite(in.getDouble()),
        finite(in.getDouble()),
        getDoubles(in),
        getDoubles(in));
  }

  private static void putDoubles(ByteBuffer out, double[] values) {
    out.putInt(values.length);
    for (double value : values) {
      out.putDouble(value);
    }
  }

  private static double[] getDoubles(ByteBuffer in) {
    double[] values = new double[bounded(in.getInt(), in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite(in.getDouble());
    }
    return values;
  }

  /// One number that is none would spoil all that it is added to.
  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " is not a finite number");
    }
    return value;
  }

  private static int bounded(int length, ByteBuffer in) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a length of " + length + " does not fit");
    }
    return length;
  }
}
