package dev.eddy.simulate.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.Brake;
import dev.eddy.simulate.World;
import dev.eddy.simulate.people.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosedLoopTest {

  private static final VectorKernels KERNELS = KernelChoice.AUTO.select();

  private static LoopSettings small(Scenario scenario, String... brakes) {
    return new LoopSettings(scenario, true, LoopBrakes.parse(List.of(brakes)), 40, 60, 120, 0.2, 5);
  }

  private static LoopRun run(LoopSettings settings) {
    LearningSettings learning = LearningSettings.forScale(World.SCALE_MIN, World.SCALE_MAX);
    return new ClosedLoop(settings, learning, KERNELS).run(round -> {});
  }

  @Test
  void shouldBeTheSameFromTheSameSeed() {
    LoopRun first = run(small(Scenario.LOOP, "thompson=1", "exploration=0.1"));
    LoopRun second = run(small(Scenario.LOOP, "thompson=1", "exploration=0.1"));
    assertThat(first.gini()).containsExactly(second.gini());
    assertThat(first.told()).isEqualTo(second.told());
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HONEST", "FLOOD"}) // before a flood a tenth of the items is not there
  void shouldBeHonestBeforeTheOnset(Scenario scenario) {
    int onset = small(scenario).onset();
    double[] gini = run(small(scenario)).gini();
    double[] honest = run(small(Scenario.HONEST)).gini();
    assertThat(Arrays.copyOf(gini, onset)).containsExactly(Arrays.copyOf(honest, onset));
  }

  @Test
  void shouldShowWhatAFloodBringsFromTheOnsetOnly() {
    LoopSettings settings = small(Scenario.FLOOD);
    double[] share = run(settings).share(item -> item % 10 == 5);
    assertThat(Arrays.copyOf(share, settings.onset())).containsOnly(0);
    assertThat(Arrays.stream(share, settings.onset(), share.length).sum()).isPositive();
  }

  @Test
  void shouldCloseTheLoopWherePeopleKnowNothingFromOutside() {
    LoopSummary.Monitored closure =
        LoopSummary.of(run(small(Scenario.LOOP))).monitors().get("loop-closure");
    assertThat(closure.after()).isGreaterThan(0.9);
    assertThat(closure.before()).isLessThan(0.75);
    assertThat(closure.alarms()).isNotEmpty();
  }

  @Test
  void shouldShowWhatAGroupPushes() {
    LoopSummary attack = LoopSummary.of(run(small(Scenario.ATTACK)));
    assertThat(attack.targetAfter()).isGreaterThan(2 * attack.targetBefore());
  }

  /// People enough for the governor to have its say.
  private static LoopSettings governed(Scenario scenario, GovernorSettings.Mode mode) {
    GovernorSettings governor =
        new GovernorSettings(mode, Map.of(Brake.EXPLORATION, 0.4), 0.5, 100);
    return new LoopSettings(
        scenario, true, LoopBrakes.NONE.governedBy(governor), 40, 150, 120, 0.2, 7);
  }

  @Test
  void shouldShowMoreItemsOnceTheGovernorExplores() {
    LoopRun left = run(governed(Scenario.LOOP, GovernorSettings.Mode.ADVISE));
    LoopRun acted = run(governed(Scenario.LOOP, GovernorSettings.Mode.ACT));
    int first = acted.steps().getFirst().round();
    assertThat(first).isGreaterThan(acted.settings().onset());
    assertThat(Arrays.copyOf(acted.gini(), first))
        .containsExactly(Arrays.copyOf(left.gini(), first));
    assertThat(LoopSummary.of(acted).giniAfter())
        .isLessThan(LoopSummary.of(left).giniAfter() - 0.05);
    assertThat(left.steps()).isNotEmpty().noneMatch(step -> step.change().moves());
  }

  @Test
  void shouldJudgeEveryRound() {
    LoopSettings settings = small(Scenario.HONEST);
    assertThat(run(settings).byMonitor().get("exposure-gini"))
        .extracting(LoopRun.Told::window)
        .hasSize(settings.rounds())
        .startsWith(0)
        .endsWith(settings.rounds() - 1);
  }

  @Test
  void shouldSayWhatIsWrongWithBrakes() {
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("exploraton=0.1")))
        .hasMessageContaining("did you mean exploration?");
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("thompson")))
        .hasMessageContaining("NAME=VALUE");
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("thompson=1", "thompson=2")))
        .hasMessageContaining("given twice");
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("exploration=2")))
        .hasMessageContaining("between 0 and 0.5");
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("influence-cap=1.5")))
        .hasMessageContaining("whole number");
    assertThatThrownBy(() -> LoopBrakes.parse(List.of("thompson=much")))
        .hasMessageContaining("not a number");
  }

  @Test
  void shouldSayWhatIsWrongWithSettings() {
    assertThatThrownBy(
            () -> new LoopSettings(Scenario.LOOP, false, LoopBrakes.NONE, 60, 300, 500, 0.2, 1))
        .hasMessageContaining("contradict");
    assertThatThrownBy(
            () -> new LoopSettings(Scenario.HONEST, true, LoopBrakes.NONE, 10, 300, 500, 0.2, 1))
        .hasMessageContaining("rounds is 10, but must be between 40 and 1000");
    assertThatThrownBy(() -> Scenario.of("enthusiast"))
        .hasMessageContaining("did you mean enthusiasts?");
  }
}
