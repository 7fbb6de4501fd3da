package dev.eddy.drift.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.user.History;
import dev.eddy.factorization.user.User;
import dev.eddy.factorization.user.UserRow;
import org.junit.jupiter.api.Test;

class LateEventsTest {

  private final User user = new User(new UserRow(0, 0), new History());
  private long offset;

  private void rate(int item, boolean live, long timeMs) {
    user.history().apply(new History.Entry(item, live, live ? 4 : 0, 1, timeMs, offset++));
  }

  private void play(int item, long timeMs) {
    user.ownInteractions().apply(new History.Entry(item, 1, true, Float.NaN, 1, timeMs, offset++));
  }

  @Test
  void shouldCountWhatIsNotOlder() {
    rate(1, true, 900);
    play(1, 950);
    rate(2, true, 1_000);
    play(2, 1_001);
    rate(3, true, 1_002);
    assertThat(LateEvents.of(user, 1_000)).isEqualTo(3);
  }

  @Test
  void shouldCountWhatIsDoneAgainOnce() {
    for (int time = 0; time < 5; time++) {
      rate(1, true, 1_000 + time);
      play(1, 1_000 + time);
    }
    assertThat(LateEvents.of(user, 1_000)).isEqualTo(2);
  }

  @Test
  void shouldCountARatingThatWasWithdrawn() {
    rate(1, true, 1_000);
    rate(1, false, 1_001);
    rate(2, true, 1_002);
    assertThat(LateEvents.of(user, 1_000)).isEqualTo(2);
  }
}
