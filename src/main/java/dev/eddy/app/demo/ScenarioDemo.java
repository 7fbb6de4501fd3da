package dev.eddy.app.demo;

import dev.eddy.app.instance.Instance;
import dev.eddy.app.scenario.LiveLoop;
import dev.eddy.app.scenario.WorldClock;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.loop.LoopSettings;
import java.net.URI;
import java.util.function.Consumer;

/// A demo in which people of a simulated world answer back: a scenario, played to those who watch
/// the console, and told on the terminal as well.
public final class ScenarioDemo {

  private final Demo demo;
  private final Instance instance;
  private final LoopSettings settings;
  private final WorldClock clock;
  private int step = -1;

  /// Prepares a run.
  ///
  /// @param clock of the demo
  public ScenarioDemo(Demo demo, LoopSettings settings, WorldClock clock) {
    this.demo = demo;
    this.clock = clock;
    instance = demo.instance();
    this.settings = settings;
  }

  /// Plays the scenario, reports, and serves until stopped.
  ///
  /// @param roundMs how long a round takes, at least
  /// @param report is told what the run came to
  public int run(long roundMs, Consumer<LiveLoop.Result> report, boolean exitWhenDone)
      throws InterruptedException {
    demo.start(
        "Playing the scenario %s: %d rounds of %s s. Watch it at %s/drift.html"
            .formatted(
                settings.scenario().label(),
                settings.rounds(),
                roundMs / 1000.0,
                demo.operationsAddress()));
    if (demo.isStopping()) {
      instance.throwIfFailed();
      return 0;
    }
    LiveLoop loop =
        new LiveLoop(
            settings,
            roundMs,
            instance.backend(),
            instance.publisher(),
            clock,
            URI.create(demo.address()),
            URI.create(demo.operationsAddress()),
            demo::isStopping,
            this::tell);
    LiveLoop.Result result;
    try {
      result = loop.play();
    } catch (CommandFailedException e) {
      instance.throwIfFailed();
      if (demo.isStopping()) {
        return 0; // it stopped while somebody waited for an answer
      }
      throw e;
    }
    instance.throwIfFailed();
    if (demo.isStopping()) {
      return 0;
    }
    report.accept(result);
    if (exitWhenDone) {
      return 0;
    }
    demo.awaitStop();
    return 0;
  }

  /// Tells the console, and the terminal of each new step.
  private void tell(Narration now) {
    instance.tell(now);
    if (now.step() != step) {
      step = now.step();
      Narration.Step told = now.steps().get(step);
      Demo.say("");
      Demo.say(
          "Round %d of %d, step %d of %d: %s"
              .formatted(
                  Math.min(now.round() + 1, now.rounds()),
                  now.rounds(),
                  step + 1,
                  now.steps().size(),
                  told.title()));
      Demo.say("  " + told.happens());
      Demo.say("  Look at: " + told.look());
      Demo.say("  Next:    " + told.next());
    }
  }
}
