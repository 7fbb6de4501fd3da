package dev.eddy.app.instance;

import java.time.Duration;

/// Clean ends: what is open is closed when the process is asked to stop, and within a bounded
/// time.
public final class Shutdown {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Shutdown() {}

  /// Runs an action when the process is asked to stop (Ctrl-C, SIGTERM).
  public static void onSignal(Runnable action) {
    onSignal(LIMIT, action, () -> {});
  }

  /// Runs an action when the process is asked to stop, within a limit of its own.
  ///
  /// @param whenOver tells what to do if the action has not ended by then
  public static void onSignal(Duration limit, Runnable action, Runnable whenOver) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("eddy-shutdown")
                .unstarted(
                    () -> {
                      Thread closing = Thread.ofPlatform().daemon().start(action);
                      try {
                        if (!closing.join(limit)) {
                          whenOver.run();
                        }
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
  }
}
