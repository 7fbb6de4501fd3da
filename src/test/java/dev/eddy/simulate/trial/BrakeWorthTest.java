package dev.eddy.simulate.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.simulate.people.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrakeWorthTest {

  private static List<LoopOutcome> honest(double kind, double rmse, double hit) {
    return List.of(
        SomeOutcomes.of(Scenario.HONEST, SomeOutcomes.summary(0.5, kind, 0, 0, rmse, hit)));
  }

  /// Two runs, so that means are taken.
  private static List<LoopOutcome> enthusiasts(double gini, double kind) {
    return List.of(
        SomeOutcomes.of(
            Scenario.ENTHUSIASTS, SomeOutcomes.summary(gini - 0.1, kind - 0.02, 0, 0, 9, 0)),
        SomeOutcomes.of(
            Scenario.ENTHUSIASTS, SomeOutcomes.summary(gini + 0.1, kind + 0.02, 0, 0, 9, 0)));
  }

  private static List<LoopOutcome> attack(double before, double after) {
    return List.of(
        SomeOutcomes.of(Scenario.ATTACK, SomeOutcomes.summary(0, 0, before, after, 9, 0)));
  }

  @Test
  void shouldCompareTheEffectWithThatOfTheSameBrakeInTheHonestWorld() {
    BrakeWorth worth =
        BrakeWorth.of(
            new BrakeWorth.Worlds(
                honest(0.10, 0.9, 0.5), enthusiasts(0.8, 0.20), attack(0.01, 0.05)),
            new BrakeWorth.Worlds(
                honest(0.12, 0.95, 0.4), enthusiasts(0.6, 0.15), attack(0.02, 0.03)));
    assertThat(worth.effectRemovedShare()).as("0.10 to 0.03").isCloseTo(0.7, within(1e-9));
    assertThat(worth.attackRemovedShare()).as("0.04 to 0.01").isCloseTo(0.75, within(1e-9));
    assertThat(worth.giniWithout()).isCloseTo(0.8, within(1e-9));
    assertThat(worth.giniWith()).isCloseTo(0.6, within(1e-9));
    assertThat(worth.rmseWithout()).isEqualTo(0.9);
    assertThat(worth.rmseWith()).isEqualTo(0.95);
    assertThat(worth.choiceHitWithout()).isEqualTo(0.5);
    assertThat(worth.choiceHitWith()).isEqualTo(0.4);
  }
}
