package dev.eddy.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// How far an engine is on its way to answering queries: what part of its state has been
/// restored.
public final class Readiness implements KafkaStreams.StateListener, StateRestoreListener {

  private final Map<String, long[]> restores = new ConcurrentHashMap<>();
  private volatile KafkaStreams.State state = KafkaStreams.State.CREATED;
  private volatile boolean wasRunning;

  Readiness() {}

  /// Returns true once the index is loaded and the partitions of this instance are learned. A
  /// later rebalance does not take that back: what this instance still has, it still answers
  /// from.
  public boolean isReady() {
    return wasRunning && isAlive();
  }

  /// Returns true while the engine lives or can recover by itself.
  public boolean isAlive() {
    return state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR;
  }

  /// Returns the state of Kafka Streams, for people.
  public String state() {
    return state.name();
  }

  /// Returns the part of known state that is restored, 0 to 1; 1 only when ready.
  public double fraction() {
    if (isReady()) {
      return 1;
    }
    long done = 0;
    long all = 0;
    for (long[] restore : restores.values()) {
      synchronized (restore) {
        done += restore[0];
        all += restore[1];
      }
    }
    return all == 0 ? 0 : Math.min(0.99, (double) done / all);
  }

  @Override
  public void onChange(KafkaStreams.State newState, KafkaStreams.State oldState) {
    state = newState;
    wasRunning |= newState == KafkaStreams.State.RUNNING;
  }

  @Override
  public void onRestoreStart(
      TopicPartition partition, String storeName, long startingOffset, long endingOffset) {
    restores.put(storeName + partition, new long[] {0, Math.max(0, endingOffset - startingOffset)});
  }

  @Override
  public void onBatchRestored(
      TopicPartition partition, String storeName, long batchEndOffset, long numRestored) {
    long[] restore = restores.get(storeName + partition);
    if (restore != null) {
      synchronized (restore) {
        restore[0] += numRestored;
      }
    }
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String storeName, long totalRestored) {
    long[] restore = restores.get(storeName + partition);
    if (restore != null) {
      synchronized (restore) {
        restore[0] = restore[1];
      }
    }
  }
}
