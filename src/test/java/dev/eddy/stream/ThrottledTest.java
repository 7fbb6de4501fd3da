package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ThrottledTest {

  private long nowNs = Long.MAX_VALUE - 1_000; // a clock of nanoseconds may begin anywhere
  private long takesNs = 50;
  private int runs;
  private final Throttled sparing =
      new Throttled(
          () -> {
            runs++;
            nowNs += takesNs;
            if (takesNs > 1_000) {
              throw new IllegalStateException("failed");
            }
          },
          () -> nowNs);

  private int runsWithin(long ns) {
    int before = runs;
    for (long end = nowNs + ns; nowNs - end < 0; nowNs += 10) {
      sparing.run();
    }
    return runs - before;
  }

  @Test
  void shouldTakeATenthOfTheTimeAtMost() {
    assertThat(runsWithin(5_000)).isEqualTo(10);
    takesNs = 500;
    assertThat(runsWithin(20_000)).isEqualTo(4);
  }

  @Test
  void shouldRunEachTimeWhereItCostsNothing() {
    takesNs = 0;
    assertThat(runsWithin(100)).isEqualTo(10);
  }

  @Test
  void shouldRestAfterAFailureAsWell() {
    takesNs = 2_000;
    assertThatThrownBy(sparing::run).hasMessage("failed");
    sparing.run();
    assertThat(runs).isEqualTo(1);
  }
}
