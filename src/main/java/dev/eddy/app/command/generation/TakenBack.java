package dev.eddy.app.command.generation;

import dev.eddy.app.instance.Shutdown;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// Work that takes back what it began when the process is asked to end (Ctrl-C, SIGTERM).
final class TakenBack {

  /// Deleting what was begun takes several requests, of which Kafka may take 10 s for each.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private TakenBack() {}

  /// Primes a generation. A signal interrupts that, and the process ends once what was begun is
  /// taken back, or after a minute.
  ///
  /// @param generation that the work primes
  static <T> T onSignal(int generation, Supplier<T> work) {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Shutdown.onSignal(
        LIMIT,
        () -> {
          if (ended.getCount() > 0) {
            worker.interrupt();
          }
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        () ->
            System.err.printf(
                "Generation %d could not be taken back within %d s and may stay half primed. Remove"
                    + " it with DELETE /v1/admin/models/%d on an instance of another generation%n",
                generation, LIMIT.toSeconds(), generation));
    try {
      return work.get();
    } finally {
      ended.countDown();
    }
  }
}
