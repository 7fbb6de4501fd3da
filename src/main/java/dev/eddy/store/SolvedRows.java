package dev.eddy.store;

import dev.eddy.factorization.user.History;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/// The solved rows of users, in RocksDB without a changelog: what is there can be solved anew from
/// the users' histories, and is, where it is of another history than the one at hand.
///
/// ```
/// version u8 | last offset i64 | changes i32 | f32…
/// ```
///
/// A row's stamp says which events it includes; see [History.Stamp]. So what lies there from before
/// an aborted transaction, or from a time before the partition went away, is never used.
///
/// The owner of the partition writes; any thread may read.
public final class SolvedRows {

  private static final int WRITTEN_AT_ONCE = 256;

  private final KeyValueStore<Bytes, byte[]> store;
  private final int length;
  private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();

  /// Creates a view of a store.
  ///
  /// @param store the store, which nobody else writes to
  /// @param length how many floats a row has
  public SolvedRows(KeyValueStore<Bytes, byte[]> store, int length) {
    this.store = store;
    this.length = length;
  }

  /// Returns the row that was solved from a history, or null where there is none of just that.
  public float[] find(String userId, History.Stamp stamp) {
    byte[] bytes = store.get(StoreKey.of(userId));
    if (bytes == null || bytes.length != 1 + Long.BYTES + Integer.BYTES + Float.BYTES * length) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != Wire.VERSION
        || in.getLong() != stamp.offset()
        || in.getInt() != stamp.changes()) {
      return null;
    }
    float[] row = new float[length];
    in.asFloatBuffer().get(row);
    return row;
  }

  /// Keeps a row, now or together with others that follow.
  public void put(String userId, History.Stamp stamp, float[] row) {
    ByteBuffer out = Wire.start(Long.BYTES + Integer.BYTES + Float.BYTES * length);
    out.putLong(stamp.offset()).putInt(stamp.changes());
    out.asFloatBuffer().put(row);
    batch.add(KeyValue.pair(StoreKey.of(userId), out.array()));
    if (batch.size() >= WRITTEN_AT_ONCE) {
      apply();
    }
  }

  /// Writes what was put.
  public void apply() {
    if (!batch.isEmpty()) {
      store.putAll(batch);
      batch.clear();
    }
  }

  /// Removes a row.
  public void remove(String userId) {
    apply();
    store.delete(StoreKey.of(userId));
  }
}
