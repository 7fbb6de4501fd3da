package dev.eddy.store;

import dev.eddy.failure.DamagedRecordException;
import dev.eddy.failure.DamagedStateException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/// Decoded rows in front of a changelogged RocksDB store, written back when the task commits.
///
/// Kafka Streams calls [#flushCache] on a [CachedStateStore] exactly before it commits a task's
/// offsets, in the same transaction; `flush` and `commit` come after it, too late for
/// exactly-once. That call writes the dirty rows and then runs the hook of the processor, which
/// may forward records: they belong to the transaction of the offsets that caused them. This is
/// the only class that knows those internal interfaces.
///
/// The processor's thread owns the store. [#peek] and [#forEach] may be called by any thread.
///
/// @param <V> the decoded row
@SuppressWarnings(
    "deprecation") // managesOffsets is deprecated for new stores, and must be delegated
public final class WriteBackStore<V> implements StateStore, CachedStateStore<byte[], byte[]> {

  private final KeyValueStore<Bytes, byte[]> inner;
  private final RowCodec<V> codec;
  private final WriteBackCache<V> cache;
  private final boolean hooked;
  private final int maxDirty;
  private final LongConsumer timer;
  private final BatchedRecords records;
  private final RowWalk<V> walk;
  private final WriteBackCache.Writer<V> writer = new RowWriter();
  private InternalProcessorContext<?, ?> context;
  private ProcessorNode<?, ?, ?, ?> hookNode;
  private Runnable hook;
  private BiConsumer<String, V> evicted = (key, row) -> {};

  WriteBackStore(
      KeyValueStore<Bytes, byte[]> inner,
      RowCodec<V> codec,
      long maxBytes,
      boolean hooked,
      int maxDirty,
      LongConsumer timer) {
    this.inner = inner;
    records = new BatchedRecords(inner);
    this.hooked = hooked;
    this.maxDirty = maxDirty;
    this.timer = timer;
    this.codec = codec;
    cache = new WriteBackCache<>(maxBytes);
    walk = new RowWalk<>(inner, cache, codec);
  }

  /// Returns a row, or null where there is none; owner only.
  public V get(String key) {
    V row = cache.get(key);
    if (row == null) {
      row = readOwn(key);
      if (row != null) {
        cache.shrink(writer);
        cache.add(key, row, codec.sizeInBytes(row));
      }
    }
    return row;
  }

  /// Returns a row if it is decoded in memory, else null; owner only. It does not count as used.
  public V cached(String key) {
    return cache.peek(key);
  }

  /// Returns whether any row is stored; owner only.
  public boolean isEmpty() {
    return keysAfter(null, 1).isEmpty();
  }

  /// Returns the keys of the next stored rows in the order of the store; owner only.
  ///
  /// @param last the key after which they come; null begins
  public List<String> keysAfter(String last, int n) {
    return walk.keysAfter(last, n);
  }

  /// Visits the next stored rows in the order of the store, cached ones in their newest state,
  /// others as their first record tells; owner only.
  ///
  /// @param last the key after which they come; empty begins
  /// @return the key of the last of them, null where there are no more
  public String visitAfter(String last, int n, BiConsumer<String, V> visitor) {
    return walk.visitAfter(last, n, visitor);
  }

  /// Adds a new row, which is written at the next commit; owner only.
  public void put(String key, V row) {
    cache.remove(key);
    cache.shrink(writer); // first, so that the row at hand is never the one to leave
    cache.add(key, row, codec.sizeInBytes(row));
    cache.markDirty(key, codec.sizeInBytes(row));
  }

  /// Notes that a row obtained from this store was changed; owner only, before another row is
  /// asked for.
  public void markDirty(String key, V row) {
    cache.markDirty(key, codec.sizeInBytes(row));
    cache.shrink(writer);
    if (cache.dirtyRows() >= maxDirty + WriteBackCache.AT_ONCE) {
      cache.writeOldest(maxDirty, writer);
    }
  }

  /// Removes a row; owner only.
  ///
  /// @param row as it was
  public void delete(String key, V row) {
    cache.remove(key);
    codec.delete(key, row, records);
    records.apply();
  }

  private V readOwn(String key) {
    try {
      return codec.read(key, records);
    } catch (DamagedRecordException e) {
      throw new DamagedStateException(
          "store %s: %s. Stop the instance and delete its state folder; it is restored from Kafka"
              .formatted(name(), e.getMessage()),
          e);
    }
  }

  /// Returns a row, or null where there is none, without filling the cache; any thread. The row
  /// may be the owner's own, so it must be one that can be read while it changes.
  public V peek(String key) {
    V row = cache.peek(key);
    if (row != null) {
      return row;
    }
    try {
      return codec.read(key, records);
    } catch (DamagedRecordException e) { // it is being removed just now, or it stays so
      return codec.read(key, records);
    }
  }

  /// Visits every row once, cached ones in their newest state, others as their first record tells;
  /// any thread. Rows that come or go meanwhile may or may not be seen.
  public void forEach(BiConsumer<String, V> visitor) {
    walk.forEach(visitor);
  }

  /// Returns the task's own record, or null; owner only.
  public byte[] taskRecord() {
    return inner.get(StoreKey.TASK);
  }

  /// Writes the task's own record; only within the hook.
  public void putTaskRecord(byte[] value) {
    inner.put(StoreKey.TASK, value);
  }

  /// Registers what is to happen in the transaction after the dirty rows are written. Called by a
  /// processor's `init`, whose node then is the one that the hook forwards from.
  ///
  /// @throws IllegalStateException if the store was not built with a hook
  public void beforeCommit(Runnable newHook) {
    if (!hooked) {
      throw new IllegalStateException(name() + " was not built with a hook");
    }
    hookNode = context.currentNode();
    hook = newHook;
  }

  /// Registers who is told of rows that leave the cache, as the owner does; called by a processor's
  /// `init`.
  public void whenEvicted(BiConsumer<String, V> listener) {
    evicted = listener;
  }

  /// Takes the hooks away; called by the processor's `close`.
  public void noMoreCommits() {
    hook = null;
    hookNode = null;
    evicted = (key, row) -> {};
  }

  @Override
  public void flushCache() {
    if (hook == null && !cache.hasDirty()) {
      return; // a standby, or a task whose processor has nothing to say
    }
    if (hooked && hook == null) {
      throw new IllegalStateException(
          name() + " has changed rows, but no hook that sends the records that follow from them");
    }
    long startNs = System.nanoTime();
    ProcessorRecordContext recordBefore = context.recordContext();
    ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
    context.setRecordContext(
        new ProcessorRecordContext(
            context.currentSystemTimeMs(), -1, -1, null, new RecordHeaders()));
    try {
      cache.writeDirty(writer);
      if (hook != null) {
        context.setCurrentNode(hookNode);
        hook.run();
      }
    } finally {
      context.setCurrentNode(nodeBefore);
      context.setRecordContext(recordBefore);
    }
    timer.accept(System.nanoTime() - startNs);
  }

  @Override
  public void clearCache() {
    cache.clear();
    records.drop();
  }

  @Override
  public void init(StateStoreContext stateStoreContext, StateStore root) {
    clearCache();
    context = (InternalProcessorContext<?, ?>) stateStoreContext;
    inner.init(stateStoreContext, this);
  }

  @Override
  public void close() {
    noMoreCommits();
    clearCache();
    inner.close();
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    inner.commit(changelogOffsets);
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    return inner.committedOffset(partition);
  }

  @Override
  public boolean managesOffsets() {
    return inner.managesOffsets();
  }

  @Override
  public boolean persistent() {
    return inner.persistent();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  @Override
  public Position getPosition() {
    return inner.getPosition();
  }

  /// Returns how often a row was found decoded; for metrics.
  public long hits() {
    return cache.hits();
  }

  /// Returns how often a row had to be read from RocksDB or was new; for metrics.
  public long misses() {
    return cache.misses();
  }

  /// Returns how many decoded rows are changed and not yet written; for metrics.
  public long dirtyRows() {
    return cache.dirtyRows();
  }

  /// Returns about how many bytes the decoded rows take; for metrics.
  public long cachedBytes() {
    return cache.bytes();
  }

  private final class RowWriter implements WriteBackCache.Writer<V> {
    @Override
    public void write(String key, V row) {
      codec.write(key, row, records);
    }

    @Override
    public void apply() {
      records.apply();
    }

    @Override
    public void evicted(String key, V row) {
      evicted.accept(key, row);
    }
  }
}
