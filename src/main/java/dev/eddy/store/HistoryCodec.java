package dev.eddy.store;

import dev.eddy.factorization.History;
import dev.eddy.factorization.ItemRows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// The format of a user's history in the store `user-history`, a record for each chunk of
/// [History#CHUNK] places, of which only changed ones are written:
///
/// ```
/// version u8 | places u16
///   | (id bytes u16, id, live u8, rating f32, weight f32, time i64, offset i64)…
/// ```
public final class HistoryCodec implements RowCodec<History> {

  private static final int FIXED_BYTES = Short.BYTES + 1 + 2 * Float.BYTES + 2 * Long.BYTES;

  private final ItemRows items;

  /// Creates a codec.
  ///
  /// @param items numbers for the item ids that are stored
  public HistoryCodec(ItemRows items) {
    this.items = items;
  }

  @Override
  public History read(String key, RowRecords records) {
    History history = null;
    byte[] bytes;
    for (int chunk = 0; (bytes = records.get(StoreKey.of(key, chunk))) != null; chunk++) {
      if (history == null) {
        history = new History();
      }
      decode(key, bytes, history);
      if (history.size() % History.CHUNK != 0) {
        break; // an unfilled chunk is the last one
      }
    }
    return history;
  }

  void decode(String userId, byte[] bytes, History into) {
    Wire.read(
        bytes,
        "the history of user " + userId,
        in -> {
          int places = Short.toUnsignedInt(in.getShort());
          for (int i = 0; i < places; i++) {
            into.restore(entry(in));
          }
          return into;
        });
  }

  private History.Entry entry(ByteBuffer in) {
    byte[] id = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(id);
    boolean live = in.get() != 0;
    return new History.Entry(
        items.number(new String(id, StandardCharsets.UTF_8)),
        live,
        in.getFloat(),
        in.getFloat(),
        in.getLong(),
        in.getLong());
  }

  byte[] encode(History history, int chunk) {
    int from = chunk * History.CHUNK;
    int places = Math.min(History.CHUNK, history.size() - from);
    byte[][] ids = new byte[places][];
    int size = Short.BYTES;
    for (int i = 0; i < places; i++) {
      ids[i] = items.id(history.entry(from + i).item()).getBytes(StandardCharsets.UTF_8);
      size += FIXED_BYTES + ids[i].length;
    }
    ByteBuffer out = Wire.start(size);
    out.putShort((short) places);
    for (int i = 0; i < places; i++) {
      History.Entry entry = history.entry(from + i);
      out.putShort((short) ids[i].length).put(ids[i]).put((byte) (entry.live() ? 1 : 0));
      out.putFloat(entry.rating()).putFloat(entry.weight());
      out.putLong(entry.timeMs()).putLong(entry.offset());
    }
    return out.array();
  }

  @Override
  public void write(String key, History history, RowRecords records) {
    BitSet dirty = history.dirtyChunks();
    for (int chunk = dirty.nextSetBit(0); chunk >= 0; chunk = dirty.nextSetBit(chunk + 1)) {
      records.put(StoreKey.of(key, chunk), encode(history, chunk));
    }
    history.markClean();
  }

  @Override
  public void delete(String key, History history, RowRecords records) {
    for (int from = 0; from < history.size(); from += History.CHUNK) {
      records.put(StoreKey.of(key, from / History.CHUNK), null);
    }
  }

  @Override
  public long sizeInBytes(History history) {
    return history.sizeInBytes();
  }
}
