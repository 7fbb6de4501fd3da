package dev.eddy.store;

import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;

/// Builds [WriteBackStore]s for a topology, one a task. Their caching cannot be switched off.
///
/// @param <V> the decoded row
public final class WriteBackStoreBuilder<V>
    extends AbstractStoreBuilder<byte[], byte[], WriteBackStore<V>> {

  /// More dirty rows than about this are written while records are processed, oldest first: a
  /// commit that had to write half a million would stall, and outlive its transaction. Fewer would
  /// write rows twice that change twice between commits.
  private static final int MOST_DIRTY = 65_536;

  /// The same where the broker is to have most rows before the commit. With [#MOST_DIRTY] the
  /// slowest lists were twice as late (`load-tests/run freshness`), and no more was learned
  /// (`load-tests/run pipeline`).
  static final int MOST_DIRTY_EARLY = 4_096;

  private final Supplier<RowCodec<V>> codec;
  private final long maxBytes;
  private boolean hooked;
  private int maxDirty = MOST_DIRTY;
  private LongConsumer timer = nanos -> {};

  /// Creates a builder.
  ///
  /// @param name of the store
  /// @param codec makes the codec of a store
  /// @param maxBytes about how many bytes of decoded rows one task's store keeps in memory
  public WriteBackStoreBuilder(String name, Supplier<RowCodec<V>> codec, long maxBytes) {
    super(name, Serdes.ByteArray(), Serdes.ByteArray(), Time.SYSTEM);
    this.codec = codec;
    this.maxBytes = maxBytes;
  }

  /// Makes stores whose rows are written only together with what a processor's hook sends, so
  /// that the one is never committed without the other.
  ///
  /// @return this builder
  public WriteBackStoreBuilder<V> withHook() {
    hooked = true;
    return this;
  }

  /// Makes stores that write most rows before the commit, so that it is short.
  ///
  /// Rows that are written early, these or those that leave a full cache, need transactions:
  /// without them a crash would leave rows that hold ratings of which the items were never told,
  /// and the same ratings would be taken for duplicates when they are read again.
  ///
  /// @return this builder
  public WriteBackStoreBuilder<V> writingEarly() {
    maxDirty = MOST_DIRTY_EARLY;
    return this;
  }

  /// Tells how long each write-back at a commit took, in nanoseconds, hook included.
  ///
  /// @return this builder
  public WriteBackStoreBuilder<V> timedBy(LongConsumer newTimer) {
    timer = newTimer;
    return this;
  }

  @Override
  public WriteBackStore<V> build() {
    var inner =
        Stores.keyValueStoreBuilder(
                RestorableStore.named(name()), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled();
    return new WriteBackStore<>(
        (loggingEnabled() ? inner.withLoggingEnabled(logConfig()) : inner.withLoggingDisabled())
            .build(),
        codec.get(),
        maxBytes,
        hooked,
        maxDirty,
        timer);
  }
}
