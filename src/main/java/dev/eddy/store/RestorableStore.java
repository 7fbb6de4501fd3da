package dev.eddy.store;

import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A RocksDB store that gives its files up where they cannot be opened, since a checksum does not
/// match or a file is missing. Kafka Streams then deletes the state of the task and restores it
/// from the changelogs, as it does after a crash. Without this it would end the instance, at each
/// start anew.
///
/// Damage that shows only when a row is read fails the thread. Its transaction is aborted, and the
/// thread in its place finds an unclean state, which it restores. To call the task corrupted then
/// would commit what it has sent of events that are read again (Kafka Streams 4.3.1,
/// `TaskManager.handleCorruption`).
public final class RestorableStore extends RocksDBStore {

  private static final Logger LOG = LoggerFactory.getLogger(RestorableStore.class);
  private static final String METRICS = "rocksdb";

  private TaskId task;

  private RestorableStore(String name) {
    super(name, METRICS);
  }

  /// Returns what makes the stores of a name.
  public static KeyValueBytesStoreSupplier named(String name) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new RestorableStore(name);
      }

      @Override
      public String metricsScope() {
        return METRICS;
      }
    };
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    task = context.taskId();
    try {
      super.init(context, root);
    } catch (ProcessorStateException e) {
      throw givenUp(e);
    }
  }

  /// Returns what makes Kafka Streams restore the task; the failure itself where no file is
  /// damaged, such as of a full disk.
  private RuntimeException givenUp(ProcessorStateException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RocksDBException e
          && e.getStatus() != null
          && e.getStatus().getCode() == Status.Code.Corruption) {
        LOG.warn(
            "The files of the store {} of task {} are damaged; the task is restored from Kafka: {}",
            name(),
            task,
            e.getMessage());
        return new TaskCorruptedException(Set.of(task), failure);
      }
    }
    return failure;
  }
}
