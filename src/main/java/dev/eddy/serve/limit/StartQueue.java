package dev.eddy.serve.limit;

import dev.eddy.http.ProblemException;
import dev.eddy.http.Shedding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// The queue of requests that have come and wait for a processor. Where more come than can be
/// answered, it would grow until everybody waits for seconds. So it is held short, but only while
/// it does not become short by itself: a queue that a pause of the collector left is soon worked
/// off, and nobody is refused for it.
///
/// That tells a standing queue from a burst as CoDel does, by the time that requests have waited
/// and not by their number (Nichols and Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012;
/// for servers: Maurer, "Fail at Scale", ACM Queue 13(8), 2015). While a queue stands, a request
/// that has waited longer than the limit is refused when its turn comes. So that hardly any is
/// refused so late, only so many may wait that the longest wait is about half of the limit; one
/// more is refused at once. How many that are is found out window by window from the waits, and not
/// from how many were started: that would shrink with the queue, down to nothing.
public final class StartQueue implements Shedding {

  /// A queue stands if requests have been late, or were refused, for so many times the limit,
  /// without a break as long.
  private static final int LASTING = 2;

  /// By how much the number of those who may wait changes at most from window to window.
  private static final double MOST_CHANGE = 2;

  private final int most;
  private final long limitNs;
  private final LongSupplier nanoTime;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Timer delay;
  private final Counter full;
  private final Counter late;

  // Guarded by this.
  private long firstLateNs;
  private long lastLateNs;
  private long windowNs;

  /// The longest wait of this window.
  private long longestNs;

  /// How many may wait while the queue stands; before, [#most].
  private volatile int allowed;

  /// Begins without a queue.
  public StartQueue(LimitSettings settings, MeterRegistry registry) {
    this(settings, registry, System::nanoTime);
  }

  /// The same with a clock.
  StartQueue(LimitSettings settings, MeterRegistry registry, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    most = settings.maxInFlight();
    limitNs = TimeUnit.MILLISECONDS.toNanos(settings.maxStartDelayMs());
    allowed = most;
    windowNs = nanoTime.getAsLong();
    lastLateNs = windowNs - LASTING * limitNs - 1;
    full = Refusals.of("requests", "full", registry);
    late = Refusals.of("requests", "late", registry);
    delay =
        Timer.builder("eddy.http.start.delay")
            .description("How long requests waited for a processor before they were looked at")
            .register(registry);
    Gauge.builder("eddy.http.start.waiting", waiting, AtomicInteger::get)
        .description("Requests that wait for a processor")
        .register(registry);
  }

  @Override
  public long arrived() {
    int before = waiting.getAndIncrement();
    long nowNs = nanoTime.getAsLong();
    int bound = before < allowed ? allowed : boundAt(nowNs);
    if (before < bound) {
      return nowNs;
    }
    waiting.decrementAndGet();
    if (bound == most) {
      full.increment();
      throw ProblemException.unavailable(
          "%d requests wait for a processor, which is the limit (serve.max-in-flight); try again"
              .formatted(most));
    }
    noteLate(nowNs); // it would have been
    late.increment();
    throw tooLate();
  }

  /// Returns how many may wait. An overload that ended abruptly had no further window to allow more
  /// in, and holds nobody up who comes long after it.
  private synchronized int boundAt(long nowNs) {
    if (isOver(nowNs)) {
      allowed = most;
    }
    return allowed;
  }

  @Override
  public void started(long arrivedNs) {
    waiting.decrementAndGet();
    long nowNs = nanoTime.getAsLong();
    long waitedNs = nowNs - arrivedNs;
    delay.record(waitedNs, TimeUnit.NANOSECONDS);
    if (!isWorkedOn(nowNs, waitedNs)) {
      late.increment();
      throw tooLate();
    }
  }

  private synchronized boolean isWorkedOn(long nowNs, long waitedNs) {
    boolean isLate = waitedNs > limitNs;
    if (isLate) {
      noteLate(nowNs);
    }
    boolean isStanding = !isOver(nowNs) && nowNs - firstLateNs >= LASTING * limitNs;
    longestNs = Math.max(longestNs, waitedNs);
    if (nowNs - windowNs >= limitNs) {
      double room = limitNs / 2.0 / longestNs;
      double more = Math.ceil(allowed * Math.clamp(room, 1 / MOST_CHANGE, MOST_CHANGE));
      allowed = isStanding ? Math.min(most, (int) more) : most;
      windowNs = nowNs;
      longestNs = 0;
    }
    return !isLate || !isStanding;
  }

  private synchronized void noteLate(long nowNs) {
    if (isOver(nowNs)) {
      firstLateNs = nowNs;
    }
    lastLateNs = nowNs;
  }

  private boolean isOver(long nowNs) {
    return nowNs - lastLateNs > LASTING * limitNs;
  }

  private ProblemException tooLate() {
    return ProblemException.unavailable(
        "requests wait longer than %d ms for a processor (serve.max-start-delay-ms); try again"
            .formatted(TimeUnit.NANOSECONDS.toMillis(limitNs)));
  }
}
