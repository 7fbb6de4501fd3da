package dev.eddy.store;

import dev.eddy.factorization.item.ItemDelta;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.ByteUtils;

/// The format of the topic `item-deltas`:
///
/// ```
/// version u8 | rated varlong | partition i32 | sequence i64 | count change i32
///            | has start u8 | [floats i32 | f32… start] | floats i32 | f32… change
/// ```
///
/// Where the sender took the item for one that is not admitted, the change has two floats.
public final class ItemDeltaCodec {

  private ItemDeltaCodec() {}

  /// Encodes a delta.
  public static byte[] encode(ItemDelta delta) {
    int size = 2 * Integer.BYTES + Long.BYTES + 1 + Wire.floatsSize(delta.change());
    size += ByteUtils.sizeOfVarlong(delta.ratedMs());
    if (delta.start() != null) {
      size += Wire.floatsSize(delta.start());
    }
    ByteBuffer out = Wire.start(size);
    ByteUtils.writeVarlong(delta.ratedMs(), out);
    out.putInt(delta.partition()).putLong(delta.sequence()).putInt(delta.countChange());
    out.put((byte) (delta.start() != null ? 1 : 0));
    if (delta.start() != null) {
      Wire.putFloats(out, delta.start());
    }
    Wire.putFloats(out, delta.change());
    return out.array();
  }

  /// Decodes a delta.
  ///
  /// @param length how many floats the model asks for
  /// @throws dev.eddy.failure.DamagedRecordException if the bytes are not a delta of this model
  public static ItemDelta decode(String itemId, byte[] bytes, int length) {
    String what = "a delta of " + ItemRowCodec.name(itemId);
    return Wire.read(
        bytes,
        what,
        in -> {
          long ratedMs = ByteUtils.readVarlong(in);
          int partition = in.getInt();
          long sequence = in.getLong();
          int countChange = in.getInt();
          float[] start = in.get() != 0 ? Wire.getFloats(in, what, length) : null;
          float[] change = Wire.getItemFloats(in, what, itemId, length);
          return new ItemDelta(partition, sequence, countChange, start, change, ratedMs);
        });
  }
}
