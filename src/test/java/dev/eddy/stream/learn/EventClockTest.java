package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventClockTest {

  private final EventClock clock = new EventClock();

  private void tick(int times, long eventMs) {
    for (int n = 0; n < times; n++) {
      clock.tick(eventMs);
    }
  }

  @Test
  void shouldStandStillUntilItHasSeenEnough() {
    tick(EventClock.EVENTS - 1, 1_000);
    assertThat(clock.nowMs()).isZero();
    assertThat(clock.tick(1_000)).isTrue();
    assertThat(clock.nowMs()).isEqualTo(1_000);
    assertThat(clock.tick(1_000)).isFalse();
  }

  @Test
  void shouldNotFollowTheFewWhoAreAhead() {
    tick(EventClock.EVENTS / 2 - 1, 1_000_000);
    tick(EventClock.EVENTS / 2 + 1, 1_000);
    assertThat(clock.nowMs()).isEqualTo(1_000);
    tick(EventClock.EVENTS, 2_000);
    assertThat(clock.nowMs()).isEqualTo(2_000);
  }

  @Test
  void shouldNeverGoBack() {
    tick(EventClock.EVENTS, 2_000);
    tick(EventClock.EVENTS, 1_000);
    assertThat(clock.nowMs()).isEqualTo(2_000);
  }
}
