package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// How often each user may be written in a minute, through this instance. All users' minutes begin
/// at once, so that nothing is kept of a minute that is over.
public final class UserWrites {

  private static final int MINUTE_S = 60;
  private static final long MINUTE_NS = TimeUnit.SECONDS.toNanos(MINUTE_S);

  /// Further users of a minute have no limit: they would take memory without bound.
  private static final int MOST_USERS = 100_000;

  private final int most;
  private final LongSupplier nanoTime;
  private final Counter refused;
  private final AtomicReference<Minute> current;

  /// The counts of a minute.
  private record Minute(long startNs, ConcurrentMap<String, Integer> counts) {

    Minute(long startNs) {
      this(startNs, new ConcurrentHashMap<>());
    }
  }

  /// Sets the limit.
  ///
  /// @param most 0 for any number
  public UserWrites(int most, MeterRegistry registry) {
    this(most, registry, System::nanoTime);
  }

  /// The same with a clock.
  UserWrites(int most, MeterRegistry registry, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    current = new AtomicReference<>(new Minute(nanoTime.getAsLong()));
    refused =
        Counter.builder("eddy.http.user.writes.refused")
            .description("Writes refused because a user is written too often")
            .register(registry);
  }

  /// Counts a write.
  ///
  /// @throws ProblemException 429 if it is one too many
  public void count(String userId) {
    if (!admits(userId)) {
      throw ProblemException.tooMany(
          "a user may be written %d times a minute (serve.max-writes-per-user-minute)"
              .formatted(most),
          MINUTE_S);
    }
  }

  /// Counts a write, and returns whether it is none too many.
  public boolean admits(String userId) {
    if (most == 0) {
      return true;
    }
    ConcurrentMap<String, Integer> counts = minute().counts;
    if (counts.size() >= MOST_USERS && !counts.containsKey(userId)) {
      return true;
    }
    if (counts.merge(userId, 1, (known, one) -> Math.min(known, most) + one) <= most) {
      return true;
    }
    refused.increment();
    return false;
  }

  private Minute minute() {
    long nowNs = nanoTime.getAsLong();
    Minute minute = current.get();
    if (nowNs - minute.startNs < MINUTE_NS) {
      return minute;
    }
    Minute next = new Minute(nowNs);
    return current.compareAndSet(minute, next) ? next : current.get();
  }
}
