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

  private final Supplier<RowCodec<V>> codec;
  private final long maxBytes;
  private boolean hooked;
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
                Stores.persistentKeyValueStore(name()), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled();
    return new WriteBackStore<>(
        (loggingEnabled() ? inner.withLoggingEnabled(logConfig()) : inner.withLoggingDisabled())
            .build(),
        codec.get(),
        maxBytes,
        hooked,
        timer);
  }
}
