package dev.eddy.app.command.generation;

import dev.eddy.app.replay.Progress;
import dev.eddy.app.snapshot.Steps;

/// Shows on standard error how far each step of a long piece of work is.
final class StepsDisplay implements Steps {

  private final long startNs = System.nanoTime();
  private String step = "";
  private Progress progress;
  private long shown;

  @Override
  public void at(String now, long done, long total) {
    if (!step.equals(now)) {
      finish();
      step = now;
      progress = new Progress(now, total);
    }
    shown = done;
    progress.show(done, "");
  }

  /// Leaves the last state standing.
  void finish() {
    if (progress != null) {
      progress.finish(shown, "");
    }
  }

  /// Returns how long it has taken so far.
  double seconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
