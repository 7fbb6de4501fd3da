package dev.eddy.store;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;

/// Gives something in memory the shape of a state store, so that a global processor may fill it.
/// It is not persistent: Kafka Streams reads the topic from its beginning at each start.
public final class InMemoryGlobalStore implements StateStore {

  private final String name;
  private boolean open;

  private InMemoryGlobalStore(String name) {
    this.name = name;
  }

  /// Returns a builder of such a store, without a changelog, as a global store has to be.
  public static StoreBuilder<InMemoryGlobalStore> builder(String name) {
    return new AbstractStoreBuilder<Void, Void, InMemoryGlobalStore>(
        name, Serdes.Void(), Serdes.Void(), Time.SYSTEM) {
      @Override
      public InMemoryGlobalStore build() {
        return new InMemoryGlobalStore(name);
      }
    }.withLoggingDisabled();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // The processor sees restored records itself (KIP-813); Streams asks for a callback regardless.
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
