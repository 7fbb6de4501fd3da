package dev.eddy.app;

import java.time.Duration;

/// Clean ends: what is open is closed when the process is asked to stop, and within a bounded
/// time.
final class Shutdown {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Shutdown() {}

  /// Runs an action when the process is asked to stop (Ctrl-C, SIGTERM).
  static void onSignal(Runnable action) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("eddy-shutdown")
                .unstarted(
                    () -> {
                      Thread closing = Thread.ofPlatform().daemon().start(action);
                      try {
                        closing.join(LIMIT);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
  }
}
