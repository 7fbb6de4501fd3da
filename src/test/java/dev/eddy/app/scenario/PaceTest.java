package dev.eddy.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long HOUR_MS = 3_600_000;

  @Test
  void shouldLetAnHourPassInThreeSeconds() {
    Pace pace = new Pace(HOUR_MS, HOUR_MS, 3_000);
    pace.begin(50_000);
    assertThat(pace.left(HOUR_MS, 50_000)).isZero();
    assertThat(pace.left(HOUR_MS + HOUR_MS / 2, 50_000)).isEqualTo(1_500);
    assertThat(pace.left(2 * HOUR_MS, 51_000)).isEqualTo(2_000);
    assertThat(pace.left(2 * HOUR_MS, 53_500)).as("late").isZero();
  }

  @Test
  void shouldNotCatchUpWithMoreThanARound() {
    Pace pace = new Pace(0, HOUR_MS, 3_000);
    pace.begin(0);
    assertThat(pace.left(HOUR_MS, 10_000)).as("seven seconds late").isZero();
    assertThat(pace.left(2 * HOUR_MS, 10_000)).isEqualTo(3_000);
  }
}
