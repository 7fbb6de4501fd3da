package dev.eddy.app.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How long it takes to catch up, by the looks of the last minute.
class CatchUpPaceTest {

  private static final long SECOND = 1_000_000_000L;

  private final CatchUpPace pace = new CatchUpPace();

  @Test
  void shouldTellTimeByThePaceOfTheLastMinute() {
    assertThat(pace.secondsLeft(0, 1_000)).isNull();
    assertThat(pace.secondsLeft(10 * SECOND, 800)).isEqualTo(40);
    assertThat(pace.secondsLeft(20 * SECOND, 790)).isEqualTo(76); // 10.5 a second
    assertThat(pace.secondsLeft(75 * SECOND, 240)).isEqualTo(24); // 10 a second since 20 s
    assertThat(pace.secondsLeft(80 * SECOND, 0)).isZero();
  }

  @Test
  void shouldTellNothingWhereItDoesNotComeNearer() {
    assertThat(pace.secondsLeft(0, 1_000)).isNull();
    assertThat(pace.secondsLeft(5 * SECOND, 1_000)).isNull();
    assertThat(pace.secondsLeft(9 * SECOND, 1_200)).isNull();
  }

  @Test
  void shouldNotGoByWhatIsCloseOrLongAgo() {
    assertThat(pace.secondsLeft(0, 1_000)).isNull();
    assertThat(pace.secondsLeft(SECOND / 10, 999)).isNull();
    assertThat(pace.secondsLeft(90 * SECOND, 500)).isNull();
    assertThat(pace.secondsLeft(91 * SECOND, 400)).isEqualTo(4);
  }
}
