package dev.eddy.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private static final long SECOND_MS = 1_000;

  @Test
  void shouldAskOnceACommitAndAsManyTimesAsTheLogarithmOfTheEvents() {
    CommitPace pace = new CommitPace(false, 0);
    int asked = 0;
    long nowMs = SECOND_MS;
    for (int n = 0; n < 1_000_000; n++) {
      if (pace.isDueAfterEvent(nowMs)) {
        asked++;
        assertThat(pace.isDueAfterEvent(nowMs)).as("asked already").isFalse();
        pace.commits(nowMs);
        nowMs += SECOND_MS;
      }
    }
    double geometric = Math.log(1_000_000 * CommitPace.SHARE / CommitPace.MIN_EVENTS);
    assertThat((double) asked)
        .isBetween(geometric / CommitPace.SHARE, 1.3 * geometric / CommitPace.SHARE);
  }

  @Test
  void shouldNotAskWhereNobodyElseLearns() {
    CommitPace pace = new CommitPace(true, 0);
    for (int n = 0; n < 10_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS)).isFalse();
    }
  }

  @Test
  void shouldLeaveATransactionTimeToCommit() {
    CommitPace pace = new CommitPace(false, 0);
    pace.commits(SECOND_MS);
    for (int n = 0; n < 10_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS + CommitPace.MIN_INTERVAL_MS - 1)).isFalse();
    }
    assertThat(pace.isDueAfterEvent(SECOND_MS + CommitPace.MIN_INTERVAL_MS)).isTrue();
  }

  @Test
  void shouldLeaveAnOldTaskToItsInterval() {
    CommitPace pace = new CommitPace(false, 1_000_000);
    for (int n = 0; n < CommitPace.SHARE * 1_000_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS)).isFalse();
    }
  }
}
