package dev.eddy.store;

/// How a decoded row is kept in the records of a store. A row may take several records, and a
/// codec may write only those that changed.
///
/// @param <V> the decoded row
public interface RowCodec<V> {

  /// Reads a row, or returns null where there is none. Called by any thread.
  V read(String key, RowRecords records);

  /// Decodes a row by its first record, without what lies in others, for those who look at many.
  /// Called by any thread.
  default V decodeAlone(String key, byte[] record) {
    throw new UnsupportedOperationException("these rows are read one at a time");
  }

  /// Writes what changed of a row since it was read or written; by the owner.
  void write(String key, V row, RowRecords records);

  /// Removes all records of a row; by the owner.
  ///
  /// @param row as it was
  void delete(String key, V row, RowRecords records);

  /// Returns about how many bytes of heap a row takes.
  long sizeInBytes(V row);
}
