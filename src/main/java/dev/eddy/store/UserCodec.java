package dev.eddy.store;

import dev.eddy.factorization.History;
import dev.eddy.factorization.HistoryView;
import dev.eddy.factorization.ItemRows;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.utils.ByteUtils;

/// How a user's history is stored: what happened, and nothing that follows from it.
///
/// The head, the record of the user's id, has the counts and the newest ratings, which is all that
/// most events change:
///
/// ```
/// version u8 | count varint | influence f64 | window i64 | moved in it f64
///            | last offset varlong | changes varint | first place varint | places varint
///            | the last `places % 16` places
/// ```
///
/// Each block of sixteen older places is a record of its own, `version u8 | the places`, written
/// once it is full and again should one of its places change. [PlacesCodec] has the form of places.
public final class UserCodec implements RowCodec<User> {

  private static final int MAX_HEAD_BYTES = Double.BYTES + Long.BYTES + Double.BYTES + 5 * 10;

  private final PlacesCodec places;
  private final long rowBytes;

  /// Creates a codec.
  ///
  /// @param items numbers for the item ids that are stored
  /// @param rowLength how many floats a solved row has
  public UserCodec(ItemRows items, int rowLength) {
    places = new PlacesCodec(items);
    rowBytes = 470 + Float.BYTES * (long) rowLength;
  }

  @Override
  public User read(String key, RowRecords records) {
    byte[] head = records.get(StoreKey.of(key));
    return head == null ? null : decode(key, head, records);
  }

  private User decode(String userId, byte[] head, RowRecords records) {
    return decode(
        userId,
        head,
        (history, newest, in) -> {
          readBlocks(userId, history, newest, records);
          places.read(in, newest % History.BLOCK, history);
        });
  }

  /// Reads the places that a head tells of.
  private interface Places {
    void read(History into, int places, ByteBuffer in);
  }

  private User decode(String userId, byte[] head, Places placesReader) {
    return Wire.read(
        head,
        "the history of user " + userId,
        in -> {
          int count = ByteUtils.readUnsignedVarint(in);
          UserRow row = new UserRow(count, in.getDouble());
          row.movedInWindow(in.getLong(), in.getDouble());
          History.Stamp stamp =
              new History.Stamp(ByteUtils.readVarlong(in), ByteUtils.readUnsignedVarint(in));
          History history = new History(ByteUtils.readUnsignedVarint(in), stamp);
          placesReader.read(history, ByteUtils.readUnsignedVarint(in), in);
          return new User(row, history);
        });
  }

  /// The history then has no places.
  @Override
  public User decodeAlone(String key, byte[] head) {
    return decode(key, head, (history, size, in) -> in.position(in.limit()));
  }

  private void readBlocks(String userId, History history, int size, RowRecords records) {
    int end = size - size % History.BLOCK;
    while (history.size() < end) {
      int block = history.size() / History.BLOCK;
      byte[] bytes = records.get(StoreKey.of(userId, block));
      if (bytes == null) {
        throw new CorruptRowException(
            "the history of user %s lacks places %d to %d"
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

  @Override
  public void write(String key, User user, RowRecords records) {
    HistoryView history = user.history().view();
    int full = history.size() / History.BLOCK;
    BitSet blocks = user.history().dirtyBlocks();
    for (int block = blocks.nextSetBit(0);
        block >= 0 && block < full;
        block = blocks.nextSetBit(block + 1)) {
      int from = block * History.BLOCK;
      if (from >= history.first()) {
        ByteBuffer encoded = places.encode(history, from, from, from + History.BLOCK);
        records.put(StoreKey.of(key, block), Wire.start(encoded.remaining()).put(encoded).array());
      }
    }
    records.put(StoreKey.of(key), encodeHead(user));
    for (int block = user.history().storedFrom();
        block < history.first() / History.BLOCK;
        block++) {
      records.put(StoreKey.of(key, block), null); // these have left
    }
    user.history().markClean();
  }

  private byte[] encodeHead(User user) {
    UserRow row = user.row();
    HistoryView history = user.history().view();
    History.Stamp stamp = user.history().stamp();
    byte[] newest = newest(user.history());
    ByteBuffer out = Wire.start(MAX_HEAD_BYTES + newest.length);
    ByteUtils.writeUnsignedVarint(row.count(), out);
    out.putDouble(row.influence()).putLong(row.windowMs()).putDouble(row.movedInWindow());
    ByteUtils.writeVarlong(stamp.offset(), out);
    ByteUtils.writeUnsignedVarint(stamp.changes(), out);
    ByteUtils.writeUnsignedVarint(history.first(), out);
    ByteUtils.writeUnsignedVarint(history.size(), out);
    out.put(newest).flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
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

  /// Deletes the head first: whoever reads meanwhile finds either all of it or nothing.
  @Override
  public void delete(String key, User user, RowRecords records) {
    records.put(StoreKey.of(key), null);
    HistoryView history = user.history().view();
    for (int block = user.history().storedFrom(); block < history.size() / History.BLOCK; block++) {
      records.put(StoreKey.of(key, block), null);
    }
  }

  @Override
  public long sizeInBytes(User user) {
    return rowBytes + user.history().sizeInBytes();
  }
}
