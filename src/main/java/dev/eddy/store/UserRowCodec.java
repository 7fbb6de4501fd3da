package dev.eddy.store;

import dev.eddy.factorization.Model;
import dev.eddy.factorization.UserRow;
import java.nio.ByteBuffer;

/// The format of a user's row in the store `user-rows`:
///
/// ```
/// version u8 | count i32 | influence f64 | floats i32 | f32…
/// ```
///
/// A user who is not admitted has no floats.
public final class UserRowCodec implements RowCodec<UserRow> {

  private final int length;

  /// Creates a codec for the rows of a model.
  public UserRowCodec(Model model) {
    length = model.userLayout().length();
  }

  @Override
  public UserRow read(String key, RowRecords records) {
    byte[] bytes = records.get(StoreKey.of(key));
    return bytes == null ? null : decode(key, bytes);
  }

  UserRow decode(String userId, byte[] bytes) {
    String what = "the row of user " + userId;
    return Wire.read(
        bytes,
        what,
        in -> {
          int count = in.getInt();
          double influence = in.getDouble();
          return new UserRow(Wire.getUserFloats(in, what, length), count, influence);
        });
  }

  /// Encodes a row; by its owner.
  static byte[] encode(UserRow row) {
    ByteBuffer out = Wire.start(Integer.BYTES + Double.BYTES + Wire.floatsSize(row.values()));
    out.putInt(row.count()).putDouble(row.influence());
    Wire.putFloats(out, row.values());
    return out.array();
  }

  @Override
  public void write(String key, UserRow row, RowRecords records) {
    records.put(StoreKey.of(key), encode(row));
  }

  @Override
  public void delete(String key, UserRow row, RowRecords records) {
    records.put(StoreKey.of(key), null);
  }

  @Override
  public long sizeInBytes(UserRow row) {
    return row.isWaiting() ? 120 : 120 + Float.BYTES * (long) length;
  }
}
