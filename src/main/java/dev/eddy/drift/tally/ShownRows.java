package dev.eddy.drift.tally;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where it is kept what users were shown. For one thread, but for [#peek].
public interface ShownRows {

  /// Returns the row under a key, or null.
  ShownRow get(String key);

  /// Returns the row under a key, or null; any thread, which may ask the row for
  /// [ShownRow#impressions].
  ShownRow peek(String key);

  /// Keeps a row that is new.
  void put(String key, ShownRow row);

  /// Notes that a row was changed.
  void markDirty(String key, ShownRow row);

  /// Removes a row.
  void delete(String key, ShownRow row);

  /// Returns rows that are kept in memory and nowhere else.
  static ShownRows inMemory() {
    Map<String, ShownRow> rows = new ConcurrentHashMap<>();
    return new ShownRows() {
      @Override
      public ShownRow get(String key) {
        return rows.get(key);
      }

      @Override
      public ShownRow peek(String key) {
        return rows.get(key);
      }

      @Override
      public void put(String key, ShownRow row) {
        rows.put(key, row);
      }

      @Override
      public void markDirty(String key, ShownRow row) {} // the row in memory is all there is

      @Override
      public void delete(String key, ShownRow row) {
        rows.remove(key);
      }
    };
  }
}
