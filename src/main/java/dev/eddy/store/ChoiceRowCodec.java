package dev.eddy.store;

import dev.eddy.choice.row.ChoiceItem;
import dev.eddy.choice.row.ChoiceShared;
import dev.eddy.factorization.item.Sequences;
import java.nio.ByteBuffer;

/// The format of merged choices, the same in the store `choice-rows` and in the topic
/// `item-choices`: which deltas of each partition are contained, then the row as a change of
/// nothing, as [ChoiceDeltaCodec] has it.
///
/// ```
/// version u8 | partitions u16 | (partition i32, sequence i64)… | the row
/// ```
public final class ChoiceRowCodec implements RowCodec<ChoiceRow> {

  private static final int SEQUENCE_BYTES = Integer.BYTES + Long.BYTES;
  private static final int ITEM_BYTES = 1_500;
  private static final int SHARED_BYTES = 8_192;

  private final ChoiceDeltaCodec deltas;

  /// Creates a codec.
  ///
  /// @param items numbers for the ids that are stored
  public ChoiceRowCodec(ItemIds items) {
    deltas = new ChoiceDeltaCodec(items);
  }

  /// Encodes a row.
  public byte[] encode(ChoiceRow row) {
    return switch (row) {
      case ChoiceRow.OfItem(ChoiceItem item) ->
          encode(item.sequences(), deltas.encode(item.whole()));
      case ChoiceRow.OfAll(ChoiceShared shared) ->
          encode(shared.sequences(), deltas.encode(shared.whole()));
    };
  }

  private static byte[] encode(Sequences sequences, byte[] whole) {
    ByteBuffer out =
        Wire.start(
            Short.BYTES + SEQUENCE_BYTES * sequences.size() + whole.length,
            ChoiceDeltaCodec.VERSION);
    out.putShort((short) sequences.size());
    for (int i = 0; i < sequences.size(); i++) {
      out.putInt(sequences.partitionAt(i)).putLong(sequences.numberAt(i));
    }
    return out.put(whole).array();
  }

  /// Decodes a row.
  ///
  /// @param itemId the item, empty for what belongs to none
  /// @throws dev.eddy.failure.DamagedRecordException if the bytes are not a row
  public ChoiceRow decode(String itemId, byte[] bytes) {
    return Wire.read(
        bytes,
        itemId.isEmpty() ? "the weights of choices" : "the choices of item " + itemId,
        ChoiceDeltaCodec.VERSION,
        in -> {
          int partitions = Short.toUnsignedInt(in.getShort());
          Sequences sequences = Sequences.NONE;
          for (int i = 0; i < partitions; i++) {
            sequences = sequences.with(in.getInt(), in.getLong());
          }
          byte[] whole = new byte[in.remaining()];
          in.get(whole);
          return itemId.isEmpty()
              ? new ChoiceRow.OfAll(ChoiceShared.stored(deltas.decodeShared(whole), sequences))
              : new ChoiceRow.OfItem(
                  ChoiceItem.stored(deltas.decodeItem(itemId, whole), sequences));
        });
  }

  @Override
  public ChoiceRow read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    return bytes == null ? null : decode(key, bytes);
  }

  @Override
  public void write(String key, ChoiceRow row, RowRecords records) {
    records.put(StoreKey.of(key), encode(row));
  }

  @Override
  public void delete(String key, ChoiceRow row, RowRecords records) {
    records.put(StoreKey.of(key), null);
  }

  @Override
  public long sizeInBytes(ChoiceRow row) {
    return row instanceof ChoiceRow.OfItem ? ITEM_BYTES : SHARED_BYTES;
  }
}
