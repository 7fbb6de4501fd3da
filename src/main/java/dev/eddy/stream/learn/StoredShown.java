package dev.eddy.stream.learn;

import dev.eddy.drift.tally.ShownRow;
import dev.eddy.drift.tally.ShownRows;
import dev.eddy.store.WriteBackStore;

/// What users were shown, in the store of one partition.
public record StoredShown(WriteBackStore<ShownRow> store) implements ShownRows {

  /// The name of the store.
  public static final String STORE = "user-shown";

  @Override
  public ShownRow get(String key) {
    return store.get(key);
  }

  @Override
  public ShownRow peek(String key) {
    return store.peek(key);
  }

  @Override
  public void put(String key, ShownRow row) {
    store.put(key, row);
  }

  @Override
  public void markDirty(String key, ShownRow row) {
    store.markDirty(key, row);
  }

  @Override
  public void delete(String key, ShownRow row) {
    store.delete(key, row);
  }
}
