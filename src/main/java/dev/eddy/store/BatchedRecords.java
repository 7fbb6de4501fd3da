package dev.eddy.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/// The records of a store; those that are put are written when they are applied, by one call.
final class BatchedRecords implements RowRecords {

  private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>();
  private final KeyValueStore<Bytes, byte[]> store;

  BatchedRecords(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public byte[] get(Bytes key) {
    return store.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    batch.add(KeyValue.pair(key, value));
  }

  void apply() {
    if (!batch.isEmpty()) {
      store.putAll(batch);
      batch.clear();
    }
  }

  void drop() {
    batch.clear();
  }
}
