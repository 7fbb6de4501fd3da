package dev.eddy.store;

import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.HistoryView;
import dev.eddy.failure.DamagedRecordException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Bytes;

/// How one history is stored: a part of the user's head with the newest places, which is all that
/// most events change, and a record of its own for each block of sixteen older places.
///
/// ```
/// last offset varlong | changes varint | first place varint | places varint
///            | the last `places % 16` places
/// ```
///
/// A block is `version u8 | the places`, written once it is full and again should one of its places
/// change. [PlacesCodec] has the form of places.
final class HistoryCodec {

  private static final int MAX_FIXED_BYTES = 10 + 3 * 5;

  private final History.Of what;
  private final PlacesCodec places;

  /// Gives the number under which a block is stored.
  private final IntUnaryOperator numberOf;

  /// Creates a codec.
  ///
  /// @param items numbers for the item ids that are stored
  HistoryCodec(History.Of what, ItemRows items) {
    this.what = what;
    places = new PlacesCodec(items);
    numberOf =
        switch (what) {
          case RATINGS -> block -> block;
          case INTERACTIONS -> block -> ~block;
        };
  }

  /// Reads a history.
  ///
  /// @param in the part of the head
  /// @param records has the blocks
  History read(String userId, ByteBuffer in, RowRecords records) {
    History history = readEmpty(in);
    int size = ByteUtils.readUnsignedVarint(in);
    readBlocks(userId, history, size - size % History.BLOCK, records);
    places.read(in, size % History.BLOCK, history);
    return history;
  }

  /// Reads a history without its places, which makes the rest of the head useless.
  History readEmpty(ByteBuffer in) {
    History.Stamp stamp =
        new History.Stamp(ByteUtils.readVarlong(in), ByteUtils.readUnsignedVarint(in));
    return new History(what, ByteUtils.readUnsignedVarint(in), stamp);
  }

  private void readBlocks(String userId, History history, int end, RowRecords records) {
    while (history.size() < end) {
      byte[] bytes = records.get(key(userId, history.size() / History.BLOCK));
      if (bytes == null) {
        throw new DamagedRecordException(
            "the history of user %s is missing entries %d to %d"
                .formatted(userId, history.size(), history.size() + History.BLOCK - 1));
      }
      Wire.read(
          bytes,
          "the history of user " + userId,
          in -> {
            places.read(in, History.BLOCK, history);
            return history;
          });
    }
  }

  private Bytes key(String userId, int block) {
    return StoreKey.of(userId, numberOf.applyAsInt(block));
  }

  /// Writes the blocks that changed.
  void writeBlocks(String userId, History history, RowRecords records) {
    HistoryView view = history.view();
    int full = view.size() / History.BLOCK;
    BitSet blocks = history.dirtyBlocks();
    for (int block = blocks.nextSetBit(0);
        block >= 0 && block < full;
        block = blocks.nextSetBit(block + 1)) {
      int from = block * History.BLOCK;
      if (from >= view.first()) {
        ByteBuffer encoded = places.encode(view, from, from, from + History.BLOCK);
        records.put(key(userId, block), Wire.start(encoded.remaining()).put(encoded).array());
      }
    }
  }

  /// Deletes the blocks that have left, and notes that all is stored; after the head was written.
  void finish(String userId, History history, RowRecords records) {
    delete(userId, history, history.view().first() / History.BLOCK, records);
    history.markClean();
  }

  /// Deletes all blocks before one.
  void delete(String userId, History history, int end, RowRecords records) {
    for (int block = history.storedFrom(); block < end; block++) {
      records.put(key(userId, block), null);
    }
  }

  /// Deletes all blocks.
  void delete(String userId, History history, RowRecords records) {
    delete(userId, history, history.view().size() / History.BLOCK, records);
  }

  /// Returns the part of the head.
  byte[] encodeHead(History history) {
    HistoryView view = history.view();
    byte[] newest = newest(history);
    ByteBuffer out = ByteBuffer.allocate(MAX_FIXED_BYTES + newest.length);
    ByteUtils.writeVarlong(history.stamp().offset(), out);
    ByteUtils.writeUnsignedVarint(history.stamp().changes(), out);
    ByteUtils.writeUnsignedVarint(view.first(), out);
    ByteUtils.writeUnsignedVarint(view.size(), out);
    out.put(newest);
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Encodes the newest places, of which only those are new that came since the last time.
  private byte[] newest(History history) {
    HistoryView view = history.view();
    int from = view.size() / History.BLOCK * History.BLOCK;
    int known = history.tailEnd() > from ? history.tailEnd() : from;
    byte[] before = known > from ? history.tail() : new byte[0];
    ByteBuffer more = places.encode(view, from, known, view.size());
    byte[] newest = Arrays.copyOf(before, before.length + more.remaining());
    more.get(newest, before.length, more.remaining());
    history.keepTail(newest, view.size());
    return newest;
  }
}
