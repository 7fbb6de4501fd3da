package dev.eddy.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The records of a copy, which are only read.
record CopiedRecords(ReadOnlyKeyValueStore<Bytes, byte[]> store, CopiedRecords further)
    implements RowRecords {
  @Override
  public byte[] get(Bytes key) {
    return store.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    throw new UnsupportedOperationException("a copy follows its changelog");
  }
}
