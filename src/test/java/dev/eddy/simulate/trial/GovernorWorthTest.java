package dev.eddy.simulate.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.simulate.people.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernorWorthTest {

  private static final BrakeWorth.Worlds WORLDS =
      new BrakeWorth.Worlds(
          List.of(
              SomeOutcomes.governed(Scenario.HONEST, 0),
              SomeOutcomes.governed(Scenario.HONEST, 0),
              SomeOutcomes.governed(Scenario.HONEST, 1),
              SomeOutcomes.governed(Scenario.HONEST, 0)),
          List.of(
              SomeOutcomes.governed(Scenario.ENTHUSIASTS, 2),
              SomeOutcomes.governed(Scenario.ENTHUSIASTS, 5)),
          List.of());

  private static BrakeWorth brake(double effect, double attack, double rmse, double hit) {
    return new BrakeWorth(0, 0, effect, attack, 1, rmse, 0.5, hit);
  }

  @Test
  void shouldCompareWithTheBestOfTheCheapBrakes() {
    GovernorWorth worth =
        GovernorWorth.of(
            brake(0.3, 0.4, 1, 0.5),
            List.of(
                brake(0.5, 0.2, 1.009, 0.5),
                brake(0.1, 0.8, 1, 0.486),
                brake(0.9, 0.9, 1.02, 0.5),
                brake(0.9, 0.9, 1, 0.48)),
            WORLDS);
    assertThat(worth.effectReachedShare()).isCloseTo(0.6, within(1e-9));
    assertThat(worth.attackReachedShare()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void shouldCompareWithTheBestOfAllWhereNoneIsCheap() {
    GovernorWorth worth =
        GovernorWorth.of(
            brake(0.3, 0.3, 1, 0.5),
            List.of(brake(0.6, 0.3, 1.02, 0.5), brake(0.4, 0.4, 1.02, 0.5)),
            WORLDS);
    assertThat(worth.effectReachedShare()).isCloseTo(0.5, within(1e-9));
    assertThat(worth.attackReachedShare()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void shouldCountTheHonestWorldsThatItLeavesAlone() {
    GovernorWorth worth = GovernorWorth.of(brake(1, 1, 1, 1), List.of(brake(1, 1, 1, 1)), WORLDS);
    assertThat(worth.idleShare()).isEqualTo(0.75);
    assertThat(worth.steps()).isEqualTo(3.5);
  }
}
