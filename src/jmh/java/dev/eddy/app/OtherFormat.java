package dev.eddy.app;

import dev.eddy.app.settings.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The state of a stopped instance, as if another build had written it. Rows begin with the version
/// of their format.
final class OtherFormat {

  /// No build has written a version of this and above.
  private static final byte OTHER = 16;

  private OtherFormat() {}

  /// Gives all rows of a store that version, over all partitions.
  static void write(Path state, String store) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.walk(state)) {
      folders = all.filter(path -> path.endsWith(Path.of("rocksdb", store))).toList();
    }
    for (Path folder : folders) {
      try {
        write(folder.toString());
      } catch (RocksDBException e) {
        throw new CommandFailedException("cannot change " + folder, e);
      }
    }
  }

  private static void write(String store) throws RocksDBException {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, store)) {
        families.add(new ColumnFamilyDescriptor(name));
      }
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        FlushOptions flush = new FlushOptions().setWaitForFlush(true);
        RocksDB db = RocksDB.open(options, store, families, handles)) {
      ColumnFamilyHandle rows = handles.getFirst();
      try (RocksIterator row = db.newIterator(rows)) {
        for (row.seekToFirst(); row.isValid(); row.next()) {
          byte[] value = row.value();
          value[0] = OTHER;
          db.put(rows, row.key(), value);
        }
      }
      db.flush(flush, rows);
      handles.forEach(ColumnFamilyHandle::close);
    }
  }
}
