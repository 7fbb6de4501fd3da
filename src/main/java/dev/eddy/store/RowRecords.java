package dev.eddy.store;

import org.apache.kafka.common.utils.Bytes;

/// The records of a store, as a codec sees them.
public interface RowRecords {

  /// Returns a record's value, or null.
  byte[] get(Bytes key);

  /// Writes a record, at once or together with others that follow; null removes it.
  void put(Bytes key, byte[] value);
}
