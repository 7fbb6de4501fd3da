package dev.eddy.store;

import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.RowKind;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.ByteUtils;

/// The format of an item's row, the same in the store `item-rows` and in the topic
/// `item-factors`:
///
/// ```
/// version u8 | rated varlong | count i32
///            | partitions u16 | (partition i32, sequence i64)… | floats i32 | f32…
/// ```
///
/// Of an item that is not admitted the floats are two, the account of its ratings. The row and the
/// sequence numbers it contains travel as one value, so they can never disagree.
public final class ItemRowCodec implements RowCodec<ItemRow> {

  private static final int SEQUENCE_BYTES = Integer.BYTES + Long.BYTES;

  private final Model model;

  /// Creates a codec for the rows of a model.
  public ItemRowCodec(Model model) {
    this.model = model;
  }

  /// Encodes a published row.
  public static byte[] encode(MergedItem item) {
    Sequences sequences = item.sequences();
    ByteBuffer out =
        Wire.start(
            ByteUtils.sizeOfVarlong(item.ratedMs())
                + Integer.BYTES
                + Short.BYTES
                + SEQUENCE_BYTES * sequences.size()
                + Wire.floatsSize(item.values()));
    ByteUtils.writeVarlong(item.ratedMs(), out);
    out.putInt(item.count()).putShort((short) sequences.size());
    for (int i = 0; i < sequences.size(); i++) {
      out.putInt(sequences.partitionAt(i)).putLong(sequences.numberAt(i));
    }
    Wire.putFloats(out, item.values());
    return out.array();
  }

  /// Decodes a published row.
  ///
  /// @param itemId the item, empty for the shared row, whose length is another
  /// @throws dev.eddy.failure.DamagedRecordException if the bytes are not a row of this model
  public MergedItem decode(String itemId, byte[] bytes) {
    return Wire.read(bytes, name(itemId), in -> decode(itemId, in));
  }

  private MergedItem decode(String itemId, ByteBuffer in) {
    long ratedMs = ByteUtils.readVarlong(in);
    int count = in.getInt();
    int partitions = Short.toUnsignedInt(in.getShort());
    Sequences sequences = Sequences.NONE;
    for (int i = 0; i < partitions; i++) {
      sequences = sequences.with(in.getInt(), in.getLong());
    }
    int length = RowKind.of(itemId).layout(model).length();
    float[] values = Wire.getItemFloats(in, name(itemId), itemId, length);
    return new MergedItem(values, count, sequences, ratedMs);
  }

  /// Returns what a row is of, for people: some ids are not to be read.
  static String name(String itemId) {
    return switch (RowKind.of(itemId)) {
      case SHARED -> "the shared row";
      case ITEM -> "the row of item " + itemId;
      case ITEM_FEATURE -> "the row of item feature " + itemId.substring(1);
      case USER_FEATURE -> "the row of user feature " + itemId.substring(1);
    };
  }

  @Override
  public ItemRow read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    if (bytes == null) {
      return null;
    }
    return ItemRow.stored(decode(key, bytes));
  }

  @Override
  public void write(String key, ItemRow row, RowRecords records) {
    records.put(StoreKey.of(key), encode(row.publish()));
  }

  @Override
  public void delete(String key, ItemRow row, RowRecords records) {
    records.put(StoreKey.of(key), null);
  }

  @Override
  public long sizeInBytes(ItemRow row) {
    return row.isWaiting() ? 160 : 160 + Float.BYTES * (long) model.itemLayout().length();
  }
}
