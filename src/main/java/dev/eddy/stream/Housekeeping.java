package dev.eddy.stream;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what has to be done again and again, on one thread. A step that fails is logged and runs
/// again the next time.
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int END_WITHIN_S = 2;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("eddy-housekeeping").factory());

  /// Runs a step at an interval, the first time after one interval.
  ///
  /// @param what the step brings up to date, for people
  void every(int seconds, String what, Runnable step) {
    every(seconds, seconds, what, step);
  }

  /// Runs a step at an interval.
  ///
  /// @param delay seconds until it runs for the first time
  /// @param what the step brings up to date, for people
  void every(int seconds, int delay, String what, Runnable step) {
    try {
      var _ =
          thread.scheduleWithFixedDelay(() -> run(what, step), delay, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) { // it was closed while the engine was still starting
      LOG.debug("Background refresh of {} does not begin", what, e);
    }
  }

  /// Runs a step at once. An exception that left a step would end it for good.
  ///
  /// @param what the step brings up to date, for people
  static void run(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("Background refresh of {} failed", what, e);
    }
  }

  /// Ends the thread, and waits a little until it has.
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END_WITHIN_S, TimeUnit.SECONDS)) {
        LOG.warn("The background thread did not stop within {} s", END_WITHIN_S);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
