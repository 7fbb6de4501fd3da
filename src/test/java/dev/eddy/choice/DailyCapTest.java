package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.row.MergedChoices;
import dev.eddy.factorization.user.History;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DailyCapTest {

  private static final int CAP = 4;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 20_000 * DAY;
  private static final double EXACT = 1e-6;

  private final MergedChoices merged = new MergedChoices();
  private int cap = CAP;
  private final ChoiceLearner learner =
      new ChoiceLearner(merged, 0, SomeChoices.SETTINGS, () -> cap);
  private long offset;

  /// Lets a user rate an item, and returns how much it counts.
  private double rate(History history, int item, long timeMs) {
    double before = count(item);
    float part = learner.learn(history.view(), Choice.rated(item, 5, timeMs), Ratings.NONE);
    history.apply(new History.Entry(item, true, 5, 1, timeMs, offset++).counting(part));
    return count(item) - before;
  }

  private double count(int item) {
    return learner.rows().item(item) == null ? 0 : learner.rows().item(item).count();
  }

  /// Lets a user correct the rating of an item.
  private void correct(History history, int item, float rating, long timeMs) {
    History.Entry before = history.standing(item, 0);
    float part =
        learner.replace(
            history.view(),
            Choice.rated(item, before.rating(), before.timeMs()),
            before.part(),
            Choice.rated(item, rating, timeMs));
    history.apply(new History.Entry(item, true, rating, 1, timeMs, offset++).counting(part));
  }

  private void withdraw(History history, int item, long timeMs) {
    History.Entry before = history.standing(item, 0);
    learner.takeBack(Choice.rated(item, before.rating(), before.timeMs()), before.part());
    history.apply(new History.Entry(item, false, 0, 0, timeMs, offset++));
  }

  @Test
  void shouldCountLessAndLessWhatOneUserDoesInADay() {
    History history = new History();
    double all = 0;
    for (int n = 1; n <= 50; n++) {
      double counted = rate(history, n, NOW + n);
      assertThat(counted).as("event %d", n).isCloseTo(part(n), within(EXACT));
      all += counted;
    }
    assertThat(all).isLessThan(2 * CAP);
  }

  private static double part(int n) {
    return Math.min(1, (double) CAP * CAP / n / n);
  }

  @Test
  void shouldCountInFullAgainADayLater() {
    History history = new History();
    for (int n = 1; n <= 20; n++) {
      rate(history, n, NOW);
    }
    assertThat(rate(history, 30, NOW + DAY - 1)).isCloseTo(part(21), within(EXACT));
    assertThat(rate(history, 31, NOW + DAY)).isCloseTo(1, within(EXACT));
  }

  @Test
  void shouldNotBeMisledByAnEventThatIsToldLate() {
    History history = new History();
    for (int n = 1; n <= 20; n++) {
      rate(history, n, NOW);
    }
    assertThat(rate(history, 30, NOW - 2 * DAY)).as("of its own day").isCloseTo(1, within(EXACT));
    assertThat(rate(history, 31, NOW)).isCloseTo(part(21), within(EXACT));
  }

  @Test
  void shouldTakeBackWhatCounted() {
    History history = new History();
    for (int n = 1; n <= 8; n++) {
      rate(history, n, NOW + n);
    }
    withdraw(history, 8, NOW + 9);
    withdraw(history, 2, NOW + 10);
    assertThat(count(8)).isCloseTo(0, within(EXACT));
    assertThat(count(2)).isCloseTo(0, within(EXACT));
  }

  // The last of a thousand counts next to nothing. Corrected days later it counts in full.
  @Test
  void shouldCountACorrectionByItsOwnTimeAndTakeJustThatBack() {
    rate(new History(), 1_000, NOW);
    History history = new History();
    for (int n = 1; n <= 1_000; n++) {
      rate(history, n, NOW + n);
    }
    assertThat(count(1_000)).isCloseTo(1, within(1e-4));
    correct(history, 1_000, 4, NOW + 5 * DAY);
    assertThat(count(1_000)).isCloseTo(2, within(EXACT));
    withdraw(history, 1_000, NOW + 5 * DAY + 1);
    assertThat(count(1_000)).as("what another user did stays").isCloseTo(1, within(EXACT));
  }

  // Whatever else is withdrawn later says nothing of what a choice counted.
  @Test
  void shouldPushNothingUpByWithdrawingOtherItems() {
    History history = new History();
    for (int day = 0; day < 3; day++) {
      long timeMs = NOW + 2L * day * DAY;
      assertThat(rate(history, 1, timeMs)).isCloseTo(1, within(EXACT));
      for (int n = 2; n <= 300; n++) {
        rate(history, n, timeMs + n);
        withdraw(history, n, timeMs + 1_000 + n);
      }
      withdraw(history, 1, timeMs + 2_000);
      assertThat(count(1)).as("day %d", day).isCloseTo(0, within(EXACT));
    }
  }

  @Test
  void shouldTakeBackWhatCountedAfterTheCapWasMoved() {
    History history = new History();
    for (int n = 1; n <= 8; n++) {
      rate(history, n, NOW + n);
    }
    cap = 0;
    withdraw(history, 8, NOW + 9);
    assertThat(count(8)).isCloseTo(0, within(EXACT));
  }

  @Test
  void shouldMakeNoRoomForMoreByTakingBack() {
    History history = new History();
    for (int n = 1; n <= 20; n++) {
      rate(history, n, NOW + n);
    }
    rate(new History(), 20, NOW);
    for (int n = 1; n < 20; n++) {
      withdraw(history, n, NOW + 100);
    }
    assertThat(rate(history, 30, NOW + 200)).isCloseTo(part(21), within(EXACT));
    withdraw(history, 20, NOW + 300);
    assertThat(count(20)).as("what another user did stays").isGreaterThan(0.9);
  }

  @Test
  void shouldLetOneUserLinkItemsLessThanManyDo() {
    History busy = new History();
    for (int n = 1; n <= 20; n++) {
      rate(busy, n, NOW + n);
    }
    for (int user = 0; user < 2; user++) {
      History history = new History();
      rate(history, 40, NOW);
      rate(history, 41, NOW + 1);
    }
    learner.flush(1, merged);
    assertThat(merged.item(41).weightOf(40)).isCloseTo(2f, within(1e-4f));
    assertThat(merged.item(20).weightOf(19)).isCloseTo((float) part(20), within(1e-4f));
  }

  @Test
  void shouldCorrectARatingByAsMuchAsItCounted() {
    History busy = new History();
    for (int n = 1; n <= 20; n++) {
      rate(busy, n, NOW + n);
    }
    double before = learner.rows().item(20).residual();
    correct(busy, 20, 1, NOW + 50);
    double moved = before - learner.rows().item(20).residual();
    assertThat(moved).isPositive().isLessThan(4 * part(20));
  }

  @Test
  void shouldCountAllInFullWithoutACap() {
    cap = 0;
    History history = new History();
    for (int n = 1; n <= 50; n++) {
      assertThat(rate(history, n, NOW)).isCloseTo(1, within(EXACT));
    }
  }
}
