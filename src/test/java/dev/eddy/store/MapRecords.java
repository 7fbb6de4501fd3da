package dev.eddy.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/// The records of a store in memory, for tests of codecs.
public class MapRecords implements RowRecords {

  private final Map<Bytes, byte[]> stored = new HashMap<>();
  private final List<Bytes> written = new ArrayList<>();
  private long writtenBytes;

  @Override
  public byte[] get(Bytes key) {
    return stored.get(key);
  }

  @Override
  public void put(Bytes key, byte[] value) {
    if (value == null) {
      stored.remove(key);
    } else {
      stored.put(key, value);
      written.add(key);
      writtenBytes += value.length;
    }
  }

  public Map<Bytes, byte[]> stored() {
    return stored;
  }

  /// Returns the keys of all values that were put since this was asked last.
  List<Bytes> written() {
    List<Bytes> keys = List.copyOf(written);
    written.clear();
    return keys;
  }

  /// Returns the bytes of all values that were ever put.
  public long writtenBytes() {
    return writtenBytes;
  }
}
