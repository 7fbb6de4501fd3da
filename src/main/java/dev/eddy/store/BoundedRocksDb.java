package dev.eddy.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// Bounds RocksDB's memory for the whole process: all stores share one block cache, in which
/// their index and filter blocks and, through one write-buffer manager, their memtables are
/// counted.
///
/// Kafka Streams makes an instance a store, so the shared parts are static. They are sized by the
/// first store and live as long as the process.
public final class BoundedRocksDb implements RocksDBConfigSetter {

  /// The Streams setting that holds the bound, in bytes.
  public static final String MEMORY_CONFIG = "eddy.rocksdb.memory.bytes";

  private static final long DEFAULT_MEMORY_BYTES = 128L << 20;
  private static final int BLOCK_BYTES = 8 << 10;
  private static final long MEMTABLE_BYTES = 8L << 20;
  private static final int BLOOM_BITS = 10;

  private static Cache cache;
  private static WriteBufferManager writeBuffers;

  private BloomFilter filter;

  /// Called by Kafka Streams.
  public BoundedRocksDb() {}

  private static synchronized void share(long bytes) {
    if (cache == null) {
      cache = new LRUCache(bytes, -1, false, 0.1);
      writeBuffers = new WriteBufferManager(bytes / 2, cache);
    }
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Object configured = configs.get(MEMORY_CONFIG);
    share(configured == null ? DEFAULT_MEMORY_BYTES : Long.parseLong(configured.toString()));
    filter = new BloomFilter(BLOOM_BITS);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setBlockSize(BLOCK_BYTES);
    table.setFilterPolicy(filter);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(MEMTABLE_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    if (filter != null) {
      filter.close();
    }
  }
}
