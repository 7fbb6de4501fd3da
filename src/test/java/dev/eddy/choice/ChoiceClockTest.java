package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChoiceClockTest {

  @Test
  void shouldCountEventsThatAreRare() {
    ChoiceClock clock = new ChoiceClock();
    assertThat(clock.advance(0)).isEqualTo(1);
    assertThat(clock.advance(600)).isEqualTo(1);
    assertThat(clock.advance(86_400_000)).isEqualTo(1);
  }

  @Test
  void shouldFollowTheTimeWhereEventsAreMany() {
    ChoiceClock clock = new ChoiceClock();
    clock.advance(0);
    double units = 0;
    for (int n = 1; n <= 6_000; n++) {
      units += clock.advance(10L * n);
    }
    assertThat(units).as("a minute").isBetween(99.9, 100.1);
  }

  @Test
  void shouldNotGoBackNorWaitForATimeThatWasWrong() {
    ChoiceClock clock = new ChoiceClock();
    clock.advance(0);
    assertThat(clock.advance(Long.MAX_VALUE)).isEqualTo(1);
    assertThat(clock.advance(1_000)).isZero();
    assertThat(clock.advance(2_000)).isEqualTo(1);
    assertThat(clock.advance(Long.MIN_VALUE)).isZero();
  }
}
