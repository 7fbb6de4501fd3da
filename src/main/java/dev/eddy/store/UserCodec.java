package dev.eddy.store;

import dev.eddy.factorization.History;
import dev.eddy.factorization.ItemRows;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.User;
import dev.eddy.factorization.UserRow;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a user is stored: the row with the newest ratings in one record of `user-rows`, which is
/// all that most events change, and older ratings in chunks of [#CHUNK] beside it, in
/// `user-history`.
///
/// ```
/// version u8 | count i32 | influence f64 | floats i32 | f32… | places i32 | window i64 |
///     moved in it f64 | the newest places
/// ```
///
/// The record holds the last `places % 16` places of the history, in the form of [PlacesCodec].
/// A chunk is written when sixteen more of its places are filled, or one of them changed. It may
/// hold places beyond those that the record counts on, from a version that kept all of them
/// there: version 1, whose records end with the floats. Records of version 2 have no window, as
/// of a user who moved no item since drift is watched. A user who is not admitted has no floats.
public final class UserCodec implements RowCodec<User> {

  /// Places in one record of `user-history`.
  static final int CHUNK = 64;

  private static final int BLOCKS = CHUNK / History.BLOCK;
  private static final int ALL = -1;
  private static final Logger LOG = LoggerFactory.getLogger(UserCodec.class);

  private final int length;
  private final PlacesCodec places;

  /// Creates a codec.
  ///
  /// @param model the model of the rows
  /// @param items numbers for the item ids that are stored
  public UserCodec(Model model, ItemRows items) {
    length = model.userLayout().length();
    places = new PlacesCodec(items);
  }

  @Override
  public User read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    return bytes == null ? null : decode(key, bytes, records);
  }

  User decode(String userId, byte[] bytes, RowRecords records) {
    return decode(
        userId,
        bytes,
        (history, older) -> {
          if (older == ALL) {
            readAllChunks(userId, history, records);
          } else if (!readChunks(userId, history, older, records)) {
            throw new TornRowException(
                "the history of user %s ends at place %d of %d"
                    .formatted(userId, history.size(), older));
          }
        });
  }

  /// Reads what lies in chunks.
  private interface OlderPlaces {
    /// @param older how many places, or [#ALL] that there are
    void read(History into, int older);
  }

  private User decode(String userId, byte[] bytes, OlderPlaces olderPlaces) {
    String what = "the row of user " + userId;
    return Wire.read(
        bytes,
        what,
        Wire.VERSION_WITH_WINDOW,
        in -> {
          int count = in.getInt();
          double influence = in.getDouble();
          UserRow row = new UserRow(Wire.getUserFloats(in, what, length), count, influence);
          History history = new History();
          if (bytes[0] < Wire.VERSION_WITH_PLACES) {
            olderPlaces.read(history, ALL);
          } else {
            int size = in.getInt();
            int newest = newest(size);
            if (bytes[0] >= Wire.VERSION_WITH_WINDOW) {
              row.movedInWindow(in.getLong(), in.getDouble());
            }
            olderPlaces.read(history, size - newest);
            places.read(in, newest, history);
          }
          return new User(row, history);
        });
  }

  /// The history then has its newest places alone, or none.
  @Override
  public User readAlone(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    return bytes == null ? null : decode(key, bytes, (history, older) -> {});
  }

  /// Keeps the places that are there.
  @Override
  public User salvage(String key, RowRecords records, TornRowException torn) {
    LOG.warn(
        "Ratings are lost, as may happen with stream.guarantee=at_least_once: {}",
        torn.getMessage());
    byte[] bytes = records.get(StoreKey.of(key));
    if (bytes == null) {
      return null;
    }
    User user = decode(key, bytes, (history, older) -> readChunks(key, history, older, records));
    user.history().markAllDirty();
    return user;
  }

  private static int newest(int size) {
    return size % History.BLOCK;
  }

  /// Returns false where there are fewer places.
  private boolean readChunks(String userId, History history, int size, RowRecords records) {
    for (int chunk = 0; history.size() < size; chunk++) {
      byte[] bytes = records.further().get(StoreKey.of(userId, chunk));
      int wanted = Math.min(CHUNK, size - history.size());
      if (bytes == null || places.readChunk(userId, bytes, wanted, history) < wanted) {
        return false;
      }
    }
    return true;
  }

  private void readAllChunks(String userId, History history, RowRecords records) {
    byte[] bytes;
    int chunk = 0;
    do {
      bytes = records.further().get(StoreKey.of(userId, chunk++));
    } while (bytes != null && places.readChunk(userId, bytes, CHUNK, history) == CHUNK);
  }

  @Override
  public void write(String key, User user, RowRecords records) {
    History history = user.history();
    int kept = history.size() - newest(history.size());
    BitSet blocks = history.dirtyBlocks();
    for (int block = blocks.nextSetBit(0);
        block >= 0 && block * History.BLOCK < kept;
        block = blocks.nextSetBit((block / BLOCKS + 1) * BLOCKS)) {
      int chunk = block / BLOCKS;
      int from = chunk * CHUNK;
      byte[] bytes = places.encodeChunk(history, from, Math.min(from + CHUNK, kept));
      records.further().put(StoreKey.of(key, chunk), bytes);
    }
    records.put(StoreKey.of(key), encode(user));
    history.markClean();
  }

  /// Encodes the record of `user-rows`; by its owner.
  byte[] encode(User user) {
    UserRow row = user.row();
    boolean hasWindow = row.windowMs() != UserRow.NO_WINDOW;
    int size = user.history().size();
    ByteBuffer newest = places.encode(user.history(), size - newest(size), size);
    ByteBuffer out =
        Wire.start(
            hasWindow ? Wire.VERSION_WITH_WINDOW : Wire.VERSION_WITH_PLACES,
            Integer.BYTES
                + Double.BYTES
                + Wire.floatsSize(row.values())
                + Integer.BYTES
                + (hasWindow ? Long.BYTES + Double.BYTES : 0)
                + newest.remaining());
    out.putInt(row.count()).putDouble(row.influence());
    Wire.putFloats(out, row.values());
    out.putInt(size);
    if (hasWindow) {
      out.putLong(row.windowMs()).putDouble(row.movedInWindow());
    }
    return out.put(newest).array();
  }

  @Override
  public void delete(String key, User user, RowRecords records) {
    records.put(StoreKey.of(key), null);
    for (int chunk = 0; records.further().get(StoreKey.of(key, chunk)) != null; chunk++) {
      records.further().put(StoreKey.of(key, chunk), null);
    }
  }

  @Override
  public long sizeInBytes(User user) {
    long row = user.row().isWaiting() ? 136 : 136 + Float.BYTES * (long) length;
    return row + user.history().sizeInBytes();
  }
}
