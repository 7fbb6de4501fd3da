package dev.eddy.stream;

import java.util.function.LongSupplier;

/// Runs a step of background work whenever it is asked to, but so seldom that it takes no more than
/// a tenth of the time. For one thread.
final class Throttled implements Runnable {

  private static final int REST = 9;

  private final Runnable step;
  private final LongSupplier nanoTime;
  private boolean ran;
  private long notBeforeNs;

  /// Creates one that runs the first time it is asked.
  ///
  /// @param nanoTime the clock, such as [System#nanoTime]
  Throttled(Runnable step, LongSupplier nanoTime) {
    this.step = step;
    this.nanoTime = nanoTime;
  }

  /// Runs the step, unless the last one took so long that this one comes too early.
  @Override
  public void run() {
    long startNs = nanoTime.getAsLong();
    if (ran && startNs - notBeforeNs < 0) {
      return;
    }
    try {
      step.run();
    } finally {
      long endNs = nanoTime.getAsLong();
      ran = true;
      notBeforeNs = endNs + REST * (endNs - startNs);
    }
  }
}
