package dev.eddy.app.scenario;

import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Tells how a scenario goes: which step it is in, and what is followed over the rounds.
final class Narrator {

  /// So many rounds after a brake was moved it can be seen what it is worth.
  static final int SETTLED = 6;

  /// So many rounds after the onset the monitors would have spoken.
  static final int QUIET = 8;

  private final LoopSettings settings;
  private final Script script;

  /// @param roundMs how long a round is
  Narrator(LoopSettings settings, long roundMs) {
    this.settings = settings;
    script = new Script(settings, roundMs);
  }

  /// What has happened so far.
  ///
  /// @param hasBegun whether the past is learned
  /// @param alarmed in which round a monitor of the loop alarmed first since the onset
  /// @param alarm which one
  /// @param braked in which round a brake was moved first
  /// @param brakes where those stand that are not where they were, for people
  record Turn(
      boolean hasBegun,
      OptionalInt alarmed,
      String alarm,
      OptionalInt braked,
      List<String> brakes) {}

  /// The steps of a story about the loop. One about the world has neither a brake nor its worth.
  enum Step {
    BEGINS,
    CALM,
    ONSET,
    JUDGED,
    BRAKED,
    WORTH,
    OVER
  }

  /// Tells how it goes.
  ///
  /// @param run as it went so far
  /// @param latest what somebody did just now
  Narration tell(LoopRun run, Turn turn, String latest) {
    List<Step> steps = steps();
    int played = run.rounds().size();
    double[] followed = followed(run);
    return new Narration(
        settings.scenario().label(),
        played,
        settings.rounds(),
        steps.stream().map(step -> script.of(step, run, turn, followed)).toList(),
        steps.indexOf(step(played, turn)),
        latest,
        new Narration.Curve(
            script.followed(run), Arrays.stream(followed).boxed().toList(), marks(played, turn)));
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>(List.of(Step.values()));
    if (!settings.scenario().isOfLoop()) {
      steps.removeAll(List.of(Step.BRAKED, Step.WORTH));
    }
    return steps;
  }

  /// Returns the step that a story is in.
  ///
  /// @param played how many rounds are over
  Step step(int played, Turn turn) {
    if (!turn.hasBegun) {
      return Step.BEGINS;
    }
    if (played >= settings.rounds()) {
      return Step.OVER;
    }
    if (played < settings.onset()) {
      return Step.CALM;
    }
    if (!settings.scenario().isOfLoop()) {
      return played < settings.onset() + QUIET ? Step.ONSET : Step.JUDGED;
    }
    if (turn.braked.isPresent() && turn.braked.getAsInt() >= settings.onset()) {
      return played < turn.braked.getAsInt() + SETTLED ? Step.BRAKED : Step.WORTH;
    }
    return turn.alarmed.isPresent() ? Step.JUDGED : Step.ONSET;
  }

  private double[] followed(LoopRun run) {
    return switch (settings.scenario()) {
      case ENTHUSIASTS -> run.share(run::isOfKind);
      case ATTACK, BOYCOTT -> run.share(item -> item == run.target());
      case FLOOD -> run.share(run::isOfFlood);
      case HONEST, TASTE_CHANGE, LOOP -> run.gini();
    };
  }

  private List<Narration.Mark> marks(int played, Turn turn) {
    List<Narration.Mark> marks = new ArrayList<>();
    if (played > settings.onset()) {
      marks.add(new Narration.Mark(settings.onset(), script.onset()));
    }
    turn.alarmed.ifPresent(round -> marks.add(new Narration.Mark(round, "alarm")));
    turn.braked.ifPresent(round -> marks.add(new Narration.Mark(round, "brake")));
    return marks;
  }
}
