package dev.eddy.store;

import dev.eddy.factorization.item.ItemRows;
import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.ByteUtils;

/// How a user is stored: what happened, and nothing that follows from it.
///
/// The head, the record of the user's id, has the counts and the newest events:
///
/// ```
/// version u8 | count varint | ever learned varint | influence f64 | window i64 | moved in it f64
///            | minute varint | events in it varint | the ratings
///            | the events without a rating, if there were any
/// ```
///
/// [HistoryCodec] has the form of both histories, and the records of their older places.
public final class UserCodec implements RowCodec<User> {

  private static final byte VERSION = 3;
  private static final int MAX_FIXED_BYTES =
      2 * 5 + Double.BYTES + Long.BYTES + Double.BYTES + 5 + 5;

  private final HistoryCodec ratings;
  private final HistoryCodec interactions;
  private final long rowBytes;

  /// Creates a codec.
  ///
  /// @param items numbers for the item ids that are stored
  /// @param rowLength how many floats a solved row has
  public UserCodec(ItemRows items, int rowLength) {
    ratings = new HistoryCodec(History.Of.RATINGS, items);
    interactions = new HistoryCodec(History.Of.INTERACTIONS, items);
    rowBytes = 470 + Float.BYTES * (long) rowLength;
  }

  @Override
  public User read(String key, RowRecords records) {
    byte[] head = records.get(StoreKey.of(key));
    if (head == null) {
      return null;
    }
    return Wire.read(
        head,
        "the history of user " + key,
        VERSION,
        in -> {
          UserRow row = readRow(in);
          int minute = ByteUtils.readUnsignedVarint(in);
          int events = ByteUtils.readUnsignedVarint(in);
          History rated = ratings.read(key, in, records);
          User user =
              new User(row, rated, in.hasRemaining() ? interactions.read(key, in, records) : null);
          user.restoreMinute(minute, events);
          return user;
        });
  }

  private static UserRow readRow(ByteBuffer in) {
    UserRow row =
        new UserRow(
            ByteUtils.readUnsignedVarint(in), ByteUtils.readUnsignedVarint(in), in.getDouble());
    row.movedInWindow(in.getLong(), in.getDouble());
    return row;
  }

  /// The histories then have no places.
  @Override
  public User decodeAlone(String key, byte[] head) {
    return Wire.read(
        head,
        "the history of user " + key,
        VERSION,
        in -> {
          UserRow row = readRow(in);
          ByteUtils.readUnsignedVarint(in);
          ByteUtils.readUnsignedVarint(in);
          User user = new User(row, ratings.readEmpty(in));
          in.position(in.limit());
          return user;
        });
  }

  @Override
  public void write(String key, User user, RowRecords records) {
    History unrated = user.interactions();
    ratings.writeBlocks(key, user.history(), records);
    if (unrated != null) {
      interactions.writeBlocks(key, unrated, records);
    }
    records.put(StoreKey.of(key), encodeHead(user));
    ratings.finish(key, user.history(), records);
    if (unrated != null) {
      interactions.finish(key, unrated, records);
    }
  }

  private byte[] encodeHead(User user) {
    UserRow row = user.row();
    byte[] rated = ratings.encodeHead(user.history());
    History unrated = user.interactions();
    byte[] others = unrated == null ? new byte[0] : interactions.encodeHead(unrated);
    ByteBuffer out = Wire.start(MAX_FIXED_BYTES + rated.length + others.length, VERSION);
    ByteUtils.writeUnsignedVarint(row.count(), out);
    ByteUtils.writeUnsignedVarint(row.learned(), out);
    out.putDouble(row.influence()).putLong(row.windowMs()).putDouble(row.movedInWindow());
    ByteUtils.writeUnsignedVarint(user.minute(), out);
    ByteUtils.writeUnsignedVarint(user.eventsInMinute(), out);
    out.put(rated).put(others);
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Deletes the head first: whoever reads meanwhile finds either all of it or nothing.
  @Override
  public void delete(String key, User user, RowRecords records) {
    records.put(StoreKey.of(key), null);
    ratings.delete(key, user.history(), records);
    if (user.interactions() != null) {
      interactions.delete(key, user.interactions(), records);
    }
  }

  @Override
  public long sizeInBytes(User user) {
    History unrated = user.interactions();
    return rowBytes + user.history().sizeInBytes() + (unrated == null ? 0 : unrated.sizeInBytes());
  }
}
