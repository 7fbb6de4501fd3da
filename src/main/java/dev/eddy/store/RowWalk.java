package dev.eddy.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Goes through the rows of a [WriteBackStore], which says what each method promises: cached rows
/// in their newest state, others as their first record tells.
///
/// First records come first in the inner store, so a walk ends at the first other record.
///
/// @param <V> the decoded row
final class RowWalk<V> {

  private final KeyValueStore<Bytes, byte[]> records;
  private final WriteBackCache<V> cache;
  private final RowCodec<V> codec;

  RowWalk(KeyValueStore<Bytes, byte[]> records, WriteBackCache<V> cache, RowCodec<V> codec) {
    this.records = records;
    this.cache = cache;
    this.codec = codec;
  }

  List<String> keysAfter(String last, int n) {
    List<String> keys = new ArrayList<>();
    Bytes from = last == null ? null : leastAbove(last);
    try (KeyValueIterator<Bytes, byte[]> range = records.range(from, null)) {
      while (keys.size() < n && range.hasNext()) {
        String key = StoreKey.idOf(range.next().key);
        if (key == null) {
          break;
        }
        keys.add(key);
      }
    }
    return keys;
  }

  String visitAfter(String last, int n, BiConsumer<String, V> visitor) {
    int left = n;
    Bytes from = last.isEmpty() ? null : leastAbove(last);
    try (KeyValueIterator<Bytes, byte[]> range = records.range(from, null)) {
      while (range.hasNext()) {
        KeyValue<Bytes, byte[]> record = range.next();
        String key = StoreKey.idOf(record.key);
        if (key == null) {
          return null;
        }
        visitor.accept(key, row(key, record.value));
        if (--left == 0) {
          return key;
        }
      }
    }
    return null;
  }

  private static Bytes leastAbove(String key) {
    return StoreKey.of(key + '\0');
  }

  private V row(String key, byte[] record) {
    V cached = cache.peek(key);
    return cached != null ? cached : codec.decodeAlone(key, record);
  }

  void forEach(BiConsumer<String, V> visitor) {
    Set<String> seen = new HashSet<>();
    cache.forEach(
        (key, row) -> {
          if (seen.add(key)) {
            visitor.accept(key, row);
          }
        });
    try (KeyValueIterator<Bytes, byte[]> all = records.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> record = all.next();
        String key = StoreKey.idOf(record.key);
        if (key == null) {
          return;
        }
        if (seen.add(key)) {
          visitor.accept(key, row(key, record.value));
        }
      }
    }
  }
}
