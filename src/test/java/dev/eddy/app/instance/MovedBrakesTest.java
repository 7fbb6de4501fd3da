package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.http.ProblemException;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.CurrentBrakes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator is told of a change whose record is on its way through the topic.
class MovedBrakesTest {

  private final CurrentBrakes brakes = new CurrentBrakes(Brakes.NONE);
  private final BrakeChange thompson = BrakeChange.set(Brake.THOMPSON, 0, 1, "ann", 17);

  @Test
  void shouldSayThatAChangeHasNotComeBack() {
    assertThatThrownBy(() -> MovedBrakes.await(brakes, List.of(thompson), Duration.ofMillis(1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has not read it back");
    assertThat(brakes.get()).isEqualTo(Brakes.NONE);
  }

  @Test
  void shouldSayWhyAChangeWasRefused() {
    BrakeChange weights = BrakeChange.set(Brake.PROPENSITY_WEIGHTS, 0, 4, "bob", 18);
    brakes.apply(thompson);
    brakes.apply(weights);
    MovedBrakes.await(brakes, List.of(thompson), Duration.ofSeconds(20));
    assertThatThrownBy(() -> MovedBrakes.await(brakes, List.of(weights), Duration.ofSeconds(20)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("propensity-weights was not moved: ")
        .hasMessageContaining("one of them must be 0");
  }
}
