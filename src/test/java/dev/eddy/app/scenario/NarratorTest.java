package dev.eddy.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.CatalogItem;
import dev.eddy.serve.backend.Narration;
import dev.eddy.simulate.World;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopPlayer;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.loop.Recommender;
import dev.eddy.simulate.people.Scenario;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NarratorTest {

  private static final Narrator.Turn NOTHING_YET = turn(OptionalInt.empty(), OptionalInt.empty());

  private static LoopSettings settings(Scenario scenario) {
    return new LoopSettings(scenario, true, LoopBrakes.NONE, 40, 50, 60, 0.2, 4);
  }

  private static Narrator.Turn turn(OptionalInt alarmed, OptionalInt braked) {
    return new Narrator.Turn(
        true,
        alarmed,
        "active-share",
        braked,
        braked.isPresent() ? List.of("exploration is at 0.2") : List.of());
  }

  /// Returns a loop of so many rounds in which everybody is shown the same ten items.
  private static LoopRun run(Scenario scenario, int rounds) {
    LoopSettings settings = settings(scenario);
    LoopPlayer player =
        new LoopPlayer(
            settings, LoopPlayer.world(settings), new SameList(), LoopPlayer.chance(settings));
    player.livePast(0, 1_000);
    for (int round = 0; round < rounds; round++) {
      player.play((1L + round) * 1_000, 1_000);
    }
    return player.run(List.of(), List.of());
  }

  private record SameList() implements Recommender {

    @Override
    public void add(CatalogItem item) {}

    @Override
    public int items() {
      return 60;
    }

    @Override
    public void watch() {}

    @Override
    public List<String> show(String userId, long timeMs) {
      return IntStream.range(0, 10).mapToObj(World::itemId).toList();
    }

    @Override
    public OptionalDouble rate(String userId, String itemId, double rating, long timeMs) {
      return OptionalDouble.empty();
    }

    @Override
    public void click(String userId, String itemId, long timeMs) {}

    @Override
    public void commit() {}
  }

  @Test
  void shouldGoFromTheCalmToTheAlarmToTheBrakeToTheEnd() {
    Narrator narrator = new Narrator(settings(Scenario.ENTHUSIASTS), 3_000);
    Narrator.Turn before =
        new Narrator.Turn(false, OptionalInt.empty(), "", OptionalInt.empty(), List.of());
    assertThat(narrator.step(0, before)).isEqualTo(Narrator.Step.BEGINS);
    assertThat(narrator.step(0, NOTHING_YET)).isEqualTo(Narrator.Step.CALM);
    assertThat(narrator.step(15, NOTHING_YET)).isEqualTo(Narrator.Step.CALM);
    assertThat(narrator.step(16, NOTHING_YET)).isEqualTo(Narrator.Step.ONSET);
    assertThat(narrator.step(30, NOTHING_YET)).as("no alarm").isEqualTo(Narrator.Step.ONSET);
    Narrator.Turn alarmed = turn(OptionalInt.of(19), OptionalInt.empty());
    assertThat(narrator.step(20, alarmed)).isEqualTo(Narrator.Step.JUDGED);
    Narrator.Turn braked = turn(OptionalInt.of(19), OptionalInt.of(23));
    assertThat(narrator.step(24, braked)).isEqualTo(Narrator.Step.BRAKED);
    assertThat(narrator.step(29, braked)).isEqualTo(Narrator.Step.WORTH);
    assertThat(narrator.step(40, braked)).isEqualTo(Narrator.Step.OVER);
    assertThat(narrator.step(20, turn(OptionalInt.of(19), OptionalInt.of(3))))
        .as("a brake that somebody moved before")
        .isEqualTo(Narrator.Step.JUDGED);
  }

  @Test
  void shouldExpectNoAlarmWhereTheWorldMoves() {
    Narrator narrator = new Narrator(settings(Scenario.TASTE_CHANGE), 3_000);
    assertThat(narrator.step(17, NOTHING_YET)).isEqualTo(Narrator.Step.ONSET);
    assertThat(narrator.step(16 + Narrator.QUIET, NOTHING_YET)).isEqualTo(Narrator.Step.JUDGED);
    Narration told = narrator.tell(run(Scenario.TASTE_CHANGE, 26), NOTHING_YET, "");
    assertThat(told.steps()).hasSize(5);
    assertThat(told.steps().get(told.step()).happens()).startsWith("No monitor of the loop alarms");
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void shouldTellEachStepOfEachScenario(Scenario scenario) {
    Narrator narrator = new Narrator(settings(scenario), 3_000);
    Narrator.Turn turn = turn(OptionalInt.of(19), OptionalInt.of(23));
    for (LoopRun run : List.of(run(scenario, 0), run(scenario, 30), run(scenario, 40))) {
      Narration told = narrator.tell(run, turn, "somebody chose");
      assertThat(told.title()).isEqualTo(scenario.label());
      assertThat(told.steps())
          .allSatisfy(
              step ->
                  assertThat(List.of(step.title(), step.happens(), step.look(), step.next()))
                      .allMatch(text -> !text.isBlank() && !text.contains("NaN")));
      assertThat(told.curve().values())
          .hasSize(run.rounds().size())
          .allMatch(value -> value >= 0 && value <= 1);
      assertThat(told.latest()).isEqualTo("somebody chose");
    }
  }

  @Test
  void shouldTellWhatHappenedAndWhen() {
    Narration told =
        new Narrator(settings(Scenario.ENTHUSIASTS), 3_000)
            .tell(run(Scenario.ENTHUSIASTS, 32), turn(OptionalInt.of(19), OptionalInt.of(23)), "");
    assertThat(told.curve().marks())
        .containsExactly(
            new Narration.Mark(16, "enthusiasts"),
            new Narration.Mark(19, "alarm"),
            new Narration.Mark(23, "brake"));
    assertThat(told.steps().get(3).happens()).startsWith("Active share alarmed in round 20");
    assertThat(told.steps().get(4).happens()).startsWith("Exploration is at 0.2, since round 24");
    assertThat(told.steps().get(5).happens()).contains("before the brake", "in the latest rounds");
  }
}
