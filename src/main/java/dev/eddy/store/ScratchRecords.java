package dev.eddy.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Records that are kept on disk for as long as somebody works on them, the newest of each key:
/// what a compacted topic says in the end, without the memory for it. Closing removes the files.
///
/// Records lie in spaces, which know nothing of each other. One thread uses it. Where the disk
/// fails, methods throw an [UncheckedIOException].
public final class ScratchRecords implements AutoCloseable {

  private static final int WRITTEN_AT_ONCE = 5_000;
  private static final long MEMTABLE_BYTES = 32L << 20;

  private final Path folder;
  private final Options options;
  private final WriteOptions unlogged;
  private final RocksDB db;
  private final WriteBatch batch = new WriteBatch();

  static {
    RocksDB.loadLibrary();
  }

  /// Makes an empty place for records.
  ///
  /// @param folder which must not be there
  /// @throws IOException if it cannot be made
  public ScratchRecords(Path folder) throws IOException {
    this.folder = Files.createDirectory(folder);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setMaxWriteBufferNumber(2);
    unlogged = new WriteOptions().setDisableWAL(true);
    try {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      unlogged.close();
      options.close();
      throw new IOException(folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /// Returns the records of a space.
  ///
  /// @param number 0–65534
  public Space space(int number) {
    return new Space((short) number);
  }

  /// The records of one space.
  public final class Space implements RowRecords {

    private final short number;

    private Space(short number) {
      this.number = number;
    }

    private byte[] inside(byte[] key) {
      return ByteBuffer.allocate(Short.BYTES + key.length).putShort(number).put(key).array();
    }

    /// What was put is found once [#apply] was called.
    @Override
    public byte[] get(Bytes key) {
      try {
        return db.get(inside(key.get()));
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void put(Bytes key, byte[] value) {
      try {
        if (value == null) {
          batch.delete(inside(key.get()));
        } else {
          batch.put(inside(key.get()), value);
        }
        if (batch.count() >= WRITTEN_AT_ONCE) {
          apply();
        }
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    /// Visits all first records, those of ids, in the order of the ids' bytes.
    public void forEachId(BiConsumer<String, byte[]> visitor) {
      apply();
      byte[] from = inside(new byte[0]);
      byte[] to = ByteBuffer.allocate(from.length).putShort((short) (number + 1)).array();
      try (Slice end = new Slice(to);
          ReadOptions until =
              new ReadOptions().setIterateUpperBound(end).setReadaheadSize(2 << 20);
          RocksIterator records = db.newIterator(until)) {
        for (records.seek(from); records.isValid(); records.next()) {
          byte[] key = records.key();
          String id = StoreKey.idOf(Bytes.wrap(Arrays.copyOfRange(key, from.length, key.length)));
          if (id == null) {
            break; // only further records come after the first one of these
          }
          visitor.accept(id, records.value());
        }
        records.status();
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }
  }

  /// Writes what was put.
  public void apply() {
    try {
      db.write(unlogged, batch);
      batch.clear();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(RocksDBException e) {
    return new UncheckedIOException(
        new IOException(
            "%s cannot be used: %s. Is the disk full?".formatted(folder, e.getMessage()), e));
  }

  @Override
  public void close() throws IOException {
    batch.close();
    db.close();
    unlogged.close();
    options.close();
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
