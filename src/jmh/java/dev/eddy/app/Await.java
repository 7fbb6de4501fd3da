package dev.eddy.app;

import dev.eddy.app.settings.CommandFailedException;
import java.time.Duration;

/// Waiting, bounded.
final class Await {

  private static final int POLL_MS = 20;

  private Await() {}

  /// What is waited for.
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  /// Waits until a condition holds.
  ///
  /// @throws CommandFailedException if it does not within the limit
  static void until(Duration limit, String what, Condition condition)
      throws InterruptedException {
    long endNs = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > endNs) {
        throw new CommandFailedException(
            "waited in vain for " + limit.toSeconds() + " s until " + what);
      }
      Thread.sleep(POLL_MS);
    }
  }
}
