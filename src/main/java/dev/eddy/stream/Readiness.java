package dev.eddy.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far an engine is on its way to answering queries: what part of its state has been
/// restored.
public final class Readiness implements KafkaStreams.StateListener, StateRestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final long APART_NS = TimeUnit.SECONDS.toNanos(2);

  private final Map<String, long[]> restores = new ConcurrentHashMap<>();
  private final AtomicLong nextNs = new AtomicLong(System.nanoTime());
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

  /// Returns true while each partition that is assigned to this instance is here and restored.
  public boolean isSettled() {
    return state == KafkaStreams.State.RUNNING;
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
    long[] sums = sums();
    return sums[1] == 0 ? 0 : Math.min(0.99, (double) sums[0] / sums[1]);
  }

  /// Returns how many records are restored, and of how many.
  private long[] sums() {
    long[] sums = new long[2];
    for (long[] restore : restores.values()) {
      synchronized (restore) {
        sums[0] += restore[0];
        sums[1] += restore[1];
      }
    }
    return sums;
  }

  /// Says now and then how far it is, while queries cannot be answered yet.
  private void logProgress() {
    long nowNs = System.nanoTime();
    long next = nextNs.get();
    if (!isReady() && nowNs - next >= 0 && nextNs.compareAndSet(next, nowNs + APART_NS)) {
      long[] sums = sums();
      LOG.info(
          "Restoring, {} of {} records",
          String.format(Locale.ROOT, "%,d", sums[0]),
          String.format(Locale.ROOT, "%,d", Math.max(sums[0], sums[1])));
    }
  }

  /// A part of the state that is being restored.
  ///
  /// @param what store and partition
  /// @param done how many records are restored
  /// @param all how many there are
  public record Restore(String what, long done, long all) {}

  /// Returns what is being restored, in the order of names.
  public List<Restore> restores() {
    List<Restore> open = new ArrayList<>();
    restores.forEach(
        (what, restore) -> {
          synchronized (restore) {
            if (restore[0] < restore[1]) {
              open.add(new Restore(what, restore[0], restore[1]));
            }
          }
        });
    open.sort(Comparator.comparing(Restore::what));
    return open;
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
      logProgress();
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
