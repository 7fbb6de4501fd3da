package dev.eddy.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/// The records of a store; those that are put are written when they are applied, by one call.
final class BatchedRecords implements RowRecords {

  private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
  private final BatchedRecords further;
  private volatile KeyValueStore<Bytes, byte[]> store;

  BatchedRecords(KeyValueStore<Bytes, byte[]> store, BatchedRecords further) {
    this.store = store;
    this.further = further;
  }

  /// Tells where the records lie that are put from now on.
  void keepIn(KeyValueStore<Bytes, byte[]> newStore) {
    store = newStore;
  }

  @Override
  public byte[] get(Bytes key) {
    return store.get(key);
  }

  @Override
  public RowRecords further() {
    if (further == null || further.store == null) {
      throw new IllegalStateException("nobody has told where further records lie");
    }
    return further;
  }

  @Override
  public void put(Bytes key, byte[] value) {
    batch.add(KeyValue.pair(key, value));
  }

  /// Further records first: whoever reads a row meanwhile finds all that it counts on.
  void apply() {
    if (further != null) {
      further.applyOwn();
    }
    applyOwn();
  }

  /// The row first: whoever reads meanwhile finds either all of it or nothing.
  void applyDeletion() {
    applyOwn();
    if (further != null) {
      further.applyOwn();
    }
  }

  private void applyOwn() {
    if (!batch.isEmpty()) {
      store.putAll(batch);
      batch.clear();
    }
  }

  void drop() {
    batch.clear();
    if (further != null) {
      further.drop();
    }
  }
}
