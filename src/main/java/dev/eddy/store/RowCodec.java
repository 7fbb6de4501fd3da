package dev.eddy.store;

/// How a decoded row is kept in the records of a store. A row may take several records, and a
/// codec may write only those that changed.
///
/// @param <V> the decoded row
public interface RowCodec<V> {

  /// Reads a row, or returns null where there is none. Called by any thread.
  V read(String key, RowRecords records);

  /// Reads what is left of a row whose records do not fit together, so that all of it is written
  /// the next time.
  ///
  /// @param torn says what does not fit
  default V salvage(String key, RowRecords records, TornRowException torn) {
    throw torn;
  }

  /// Reads a row without what lies in further records, or returns null where there is none, for
  /// those who look at many. Called by any thread.
  default V readAlone(String key, RowRecords records) {
    return read(key, records);
  }

  /// Writes what changed of a row since it was read or written; by the owner.
  void write(String key, V row, RowRecords records);

  /// Removes all records of a row; by the owner.
  ///
  /// @param row as it was, or null to remove what may be left of one
  void delete(String key, V row, RowRecords records);

  /// Returns about how many bytes of heap a row takes.
  long sizeInBytes(V row);
}
