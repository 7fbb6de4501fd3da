package dev.eddy.app.scenario;

import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.LoopSummary;
import java.util.Locale;

/// What those who watch a scenario are told in each step: what happens, what to look at, and what
/// to do.
final class Script {

  private final LoopSettings settings;
  private final double roundSeconds;

  /// @param roundMs how long a round is
  Script(LoopSettings settings, long roundMs) {
    this.settings = settings;
    roundSeconds = roundMs / 1000.0;
  }

  /// Returns what is told in a step.
  ///
  /// @param followed the values of what is followed, by round
  Narration.Step of(Narrator.Step step, LoopRun run, Narrator.Turn turn, double[] followed) {
    return switch (step) {
      case BEGINS -> begins();
      case CALM -> calm(run);
      case ONSET -> onset(run);
      case JUDGED -> settings.scenario().isOfLoop() ? alarm(turn) : quiet(turn);
      case BRAKED -> braked(turn);
      case WORTH -> worth(run, turn, followed);
      case OVER -> over(run, followed);
    };
  }

  private Narration.Step begins() {
    return new Narration.Step(
        "A world begins",
        "%,d people and %,d items. What the people rated before goes to Kafka, and Eddy learns it."
            .formatted(settings.users(), settings.items()),
        "The page Home counts what is learned.",
        "Wait some seconds for the first round.");
  }

  private Narration.Step calm(LoopRun run) {
    int left = Math.max(0, settings.onset() - run.rounds().size());
    return new Narration.Step(
        "A calm world",
        ("People visit. Each is shown ten items over HTTP, looks from the top, and chooses"
                + " something, or nothing. What they do goes to Kafka, and Eddy learns it at once."
                + " A part of them, %s, is the control group: it sees random items.")
            .formatted(percent(settings.controlShare())),
        "The monitors below. After twelve windows they know what is usual in this world.",
        left == 0
            ? "Go on: this step is over."
            : "Wait: in %d rounds (%.0f s) something happens."
                .formatted(left, left * roundSeconds));
  }

  /// Returns what happens at the onset, in a few words.
  String onset() {
    return switch (settings.scenario()) {
      case HONEST -> "nothing";
      case TASTE_CHANGE -> "tastes move";
      case FLOOD -> "a flood of items";
      case LOOP -> "the loop closes";
      case ENTHUSIASTS -> "enthusiasts";
      case ATTACK -> "an attack";
      case BOYCOTT -> "a boycott";
    };
  }

  private Narration.Step onset(LoopRun run) {
    String wait =
        "Wait: a window is judged when the one after the next begins, and two running must be"
            + " beyond what is usual.";
    String curve = "The curve above: " + followed(run).toLowerCase(Locale.ROOT) + ". ";
    return switch (settings.scenario()) {
      case ENTHUSIASTS ->
          new Narration.Step(
              "The enthusiasts come",
              ("One person in a hundred is now ten times as active, rates all of %s with five"
                      + " stars, and nothing else.")
                  .formatted(run.kind()),
              "The curve above: what the lists of everybody else show. Then Active share below.",
              wait);
      case ATTACK ->
          new Narration.Step(
              "An attack begins",
              "New accounts rate what is well known, to look genuine, and give “%s” five stars."
                  .formatted(target(run)),
              curve + "Then Campaign and Active share below.",
              wait);
      case BOYCOTT ->
          new Narration.Step(
              "A boycott begins",
              ("New accounts rate what is well known, to look genuine, and give “%s”, which was"
                      + " shown most, the lowest rating.")
                  .formatted(target(run)),
              curve + "Then Campaign and Active share below.",
              wait);
      case LOOP ->
          new Narration.Step(
              "The loop closes",
              "Nobody knows items from outside any more: people choose from their lists alone.",
              curve + "Then Loop closure below.",
              wait);
      case FLOOD ->
          new Narration.Step(
              "A flood",
              "A tenth of the catalog is new at once.",
              curve + "The monitors should stay quiet: the world moves, and not the loop.",
              wait);
      case TASTE_CHANGE ->
          new Narration.Step(
              "Tastes move",
              "Over twenty rounds everybody comes to like what somebody else liked, whatever is"
                  + " shown.",
              curve + "The monitors should stay quiet: the world moves, and not the loop.",
              wait);
      case HONEST ->
          new Narration.Step(
              "Nothing happens",
              "People go on as before.",
              curve + "The monitors should stay quiet.",
              wait);
    };
  }

  private static Narration.Step alarm(Narrator.Turn turn) {
    return new Narration.Step(
        "A monitor alarms",
        turn.alarmed().isPresent()
            ? "%s alarmed in round %d: two windows running were far beyond what is usual."
                .formatted(name(turn.alarm()), turn.alarmed().getAsInt() + 1)
            : "No monitor has alarmed yet.",
        "The monitors that alarm have moved to the front, with what each means and advises.",
        "Move a brake below. The governor proposes one: press Do it. The levers are on the"
            + " operations port.");
  }

  private static Narration.Step quiet(Narrator.Turn turn) {
    return new Narration.Step(
        "The monitors judge",
        turn.alarmed().isPresent()
            ? "%s alarmed in round %d. Here that is a false alarm."
                .formatted(name(turn.alarm()), turn.alarmed().getAsInt() + 1)
            : "No monitor of the loop alarms: the control group sees the same world.",
        "The two curves of each monitor: a change of the world moves both.",
        "Nothing. Or move a brake, to see what it costs.");
  }

  private static Narration.Step braked(Narrator.Turn turn) {
    return new Narration.Step(
        "A brake holds",
        turn.brakes().isEmpty()
            ? "No brake is moved."
            : "%s, since round %d."
                .formatted(
                    capitalized(String.join(", ", turn.brakes())), turn.braked().orElse(0) + 1),
        "The curve above. Active share and Campaign tell what people do, so no brake on lists"
            + " moves them.",
        "Wait %d rounds to see what it is worth, or move it further.".formatted(Narrator.SETTLED));
  }

  private Narration.Step worth(LoopRun run, Narrator.Turn turn, double[] followed) {
    int at = turn.braked().orElse(followed.length);
    int from = Math.max(settings.onset(), at - Narrator.SETTLED);
    boolean isKnown = at > from && followed.length > at + 1;
    return new Narration.Step(
        "What the brake is worth",
        isKnown
            ? "%s: %s before the brake, %s in the latest rounds."
                .formatted(
                    followed(run),
                    percent(LoopSummary.mean(followed, from, at)),
                    percent(latest(followed, at + 1)))
            : "That shows some rounds after a brake was moved.",
        "The curve above, and what the brake costs: its note below.",
        "Try another brake, or release this one.");
  }

  private Narration.Step over(LoopRun run, double[] followed) {
    int onset = settings.onset();
    return new Narration.Step(
        "The people have gone",
        followed.length >= settings.rounds()
            ? "%s: %s before it happened, %s in the end."
                .formatted(
                    followed(run),
                    percent(LoopSummary.mean(followed, onset - Narrator.SETTLED, onset)),
                    percent(latest(followed, onset)))
            : "After the last round nobody visits any more.",
        "All pages stay: the items, the people, and what is predicted of them.",
        "Stop the demo with Ctrl-C. Another --seed is another world.");
  }

  /// Returns what is followed over the rounds.
  String followed(LoopRun run) {
    return switch (settings.scenario()) {
      case ENTHUSIASTS -> run.kind() + " in the lists of everybody else";
      case ATTACK, BOYCOTT -> "The item’s share of what everybody else is shown";
      case FLOOD -> "New items in people’s lists";
      case HONEST, TASTE_CHANGE, LOOP -> "Gini coefficient of what people are shown";
    };
  }

  private static double latest(double[] values, int from) {
    return LoopSummary.mean(
        values, Math.max(from, values.length - Narrator.SETTLED), values.length);
  }

  private static String target(LoopRun run) {
    return run.target() < 0 ? "one item" : run.items().get(run.target()).title();
  }

  private static String name(String monitor) {
    return capitalized(monitor.replace('-', ' '));
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1).replace('-', ' ');
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
