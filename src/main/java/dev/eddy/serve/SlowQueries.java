package dev.eddy.serve;

import dev.eddy.serve.request.Endpoint;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a line to the log for a query that took long, and carries the id of its request there:
/// who sees a slow endpoint in the metrics finds what was asked. At most one line in
/// [#APART_NS]; the next says how many there were in between, since a server that is slow with
/// everything would otherwise be busy with saying so.
final class SlowQueries {

  private static final Logger LOG = LoggerFactory.getLogger(SlowQueries.class);
  private static final long APART_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long slowNs;
  private final AtomicLong nextNs = new AtomicLong(System.nanoTime());
  private final AtomicLong silent = new AtomicLong();

  /// Makes one.
  ///
  /// @param slowMs what takes longer is slow; 0 if nothing is
  SlowQueries(long slowMs) {
    slowNs = slowMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(slowMs);
  }

  /// Looks at a query that was answered. What only watches, such as the stream of events of the
  /// console, takes as long as somebody looks.
  void look(Endpoint endpoint, long startNs, long endNs) {
    if (endNs - startNs <= slowNs || endpoint.caller() == Endpoint.Caller.WATCHER) {
      return;
    }
    long next = nextNs.get();
    if (endNs - next < 0 || !nextNs.compareAndSet(next, endNs + APART_NS)) {
      silent.incrementAndGet();
      return;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(endNs - startNs);
    String what = endpoint.method() + " " + endpoint.path();
    LOG.atWarn()
        .addKeyValue("endpoint", what)
        .addKeyValue("millis", millis)
        .addKeyValue("unlogged", silent.getAndSet(0))
        .log("{} took {} ms", what, millis);
  }
}
