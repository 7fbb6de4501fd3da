package dev.eddy.serve.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// Counts by key in periods of a fixed length. The periods of all keys begin at once, so that
/// nothing is kept of a period that is over.
final class KeyedRate {

  /// Further keys of a period have no limit: they would take memory without bound.
  private static final int MOST_KEYS = 100_000;

  private final int most;
  private final long periodNs;
  private final LongSupplier nanoTime;
  private final AtomicReference<Period> current;

  /// The counts of a period.
  private record Period(long startNs, ConcurrentMap<String, Integer> counts) {

    Period(long startNs) {
      this(startNs, new ConcurrentHashMap<>());
    }
  }

  /// Sets the limit.
  ///
  /// @param most how often a key may be counted in a period; 0 for any number
  KeyedRate(int most, long periodNs, LongSupplier nanoTime) {
    this.most = most;
    this.periodNs = periodNs;
    this.nanoTime = nanoTime;
    current = new AtomicReference<>(new Period(nanoTime.getAsLong()));
  }

  /// Counts a key, and returns whether it is not counted too often.
  boolean admits(String key) {
    if (most == 0) {
      return true;
    }
    ConcurrentMap<String, Integer> counts = period().counts;
    if (counts.size() >= MOST_KEYS && !counts.containsKey(key)) {
      return true;
    }
    return counts.merge(key, 1, (known, one) -> Math.min(known, most) + one) <= most;
  }

  private Period period() {
    long nowNs = nanoTime.getAsLong();
    Period period = current.get();
    if (nowNs - period.startNs < periodNs) {
      return period;
    }
    Period next = new Period(nowNs);
    return current.compareAndSet(period, next) ? next : current.get();
  }
}
