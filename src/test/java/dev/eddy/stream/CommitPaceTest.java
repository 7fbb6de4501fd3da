package dev.eddy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitPaceTest {

  private static final long SECOND_MS = 1_000;

  @Test
  void shouldAskOnceACommitAndAsManyTimesAsTheLogarithmOfTheEvents() {
    CommitPace pace = new CommitPace(false, SECOND_MS, 0);
    int asked = 0;
    long nowMs = SECOND_MS;
    for (int n = 0; n < 1_000_000; n++) {
      if (pace.isDueAfterEvent(nowMs, 0, 0)) {
        asked++;
        assertThat(pace.isDueAfterEvent(nowMs, 0, 0)).as("asked already").isFalse();
        pace.commits(nowMs, false);
        nowMs += SECOND_MS;
      }
    }
    double geometric = Math.log(1_000_000 * CommitPace.SHARE / CommitPace.MIN_EVENTS);
    assertThat((double) asked)
        .isBetween(geometric / CommitPace.SHARE, 1.3 * geometric / CommitPace.SHARE);
  }

  @Test
  void shouldNotAskWhereNobodyElseLearns() {
    CommitPace pace = new CommitPace(true, SECOND_MS, 0);
    for (int n = 0; n < 10_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS, 0, 0)).isFalse();
    }
  }

  @Test
  void shouldLeaveATransactionTimeToCommit() {
    CommitPace pace = new CommitPace(false, SECOND_MS, 0);
    pace.commits(SECOND_MS, false);
    for (int n = 0; n < 10_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS + CommitPace.MIN_INTERVAL_MS - 1, 0, 0)).isFalse();
    }
    assertThat(pace.isDueAfterEvent(SECOND_MS + CommitPace.MIN_INTERVAL_MS, 0, 0)).isTrue();
  }

  @Test
  void shouldLeaveAnOldTaskToItsInterval() {
    CommitPace pace = new CommitPace(false, SECOND_MS, 1_000_000);
    for (int n = 0; n < CommitPace.SHARE * 1_000_000; n++) {
      assertThat(pace.isDueAfterEvent(SECOND_MS, 0, 0)).isFalse();
    }
  }

  /// So no commit is much longer than others.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSendWhatWasRehearsedInPartsWhileEventsCome(boolean alone) {
    CommitPace pace = new CommitPace(alone, SECOND_MS, 0);
    long startMs = 50 * SECOND_MS;
    assertThat(pace.commits(startMs, false)).isSameAs(CommitPace.EVERYTHING);
    int[] sent = new int[40];
    for (int second = 1; second <= CommitPace.PARTS; second++) {
      pace.isDueAfterEvent(startMs + second * SECOND_MS - 1, 100L * second, 0);
      assertThat(pace.sentSteps()).as("not all is sent again").isZero();
      IntPredicate part = pace.commits(startMs + second * SECOND_MS, false);
      assertThat(IntStream.range(0, sent.length).filter(part)).hasSize(4);
      IntStream.range(0, sent.length).filter(part).forEach(number -> sent[number]++);
      pace.isDueAfterEvent(startMs + second * SECOND_MS + 100, 100L * second, 0);
      assertThat(pace.commits(startMs + second * SECOND_MS + 200, false))
          .as("an early commit")
          .isSameAs(CommitPace.HEARD_ONLY);
    }
    assertThat(sent).containsOnly(1);
    assertThat(pace.sentSteps()).as("as of the first part").isEqualTo(100);
  }

  @Test
  void shouldSendEverythingAnIntervalAfterTheLastEvent() {
    CommitPace pace = new CommitPace(false, SECOND_MS, 0);
    long startMs = 50 * SECOND_MS;
    assertThat(pace.commits(startMs, false)).isSameAs(CommitPace.EVERYTHING);
    pace.isDueAfterEvent(startMs + 50, 0, 0);
    assertThat(pace.commits(startMs + 100, false)).isSameAs(CommitPace.HEARD_ONLY);
    assertThat(pace.commits(startMs + SECOND_MS - 1, false))
        .as("another task's commit")
        .isNotSameAs(CommitPace.EVERYTHING);
    assertThat(pace.commits(startMs + SECOND_MS, false)).isSameAs(CommitPace.EVERYTHING);
  }

  @Test
  void shouldSendEverythingWhenTheInstanceStops() {
    CommitPace pace = new CommitPace(true, SECOND_MS, 0);
    assertThat(pace.commits(50 * SECOND_MS, false)).isSameAs(CommitPace.EVERYTHING);
    pace.isDueAfterEvent(50 * SECOND_MS + 1, 0, 0);
    assertThat(pace.isIdle()).isFalse();
    assertThat(pace.commits(50 * SECOND_MS + 2, true)).isSameAs(CommitPace.EVERYTHING);
    assertThat(pace.isIdle()).isTrue();
  }

  @Test
  void shouldSendEverythingOnceMuchWasRehearsed() {
    int items = 1_000;
    CommitPace pace = new CommitPace(false, SECOND_MS, 1_000_000);
    assertThat(pace.commits(SECOND_MS, false)).isSameAs(CommitPace.EVERYTHING);
    long much = (long) CommitPace.REHEARSALS * items;
    assertThat(pace.isDueAfterEvent(SECOND_MS + 200, much - 1, items)).isFalse();
    assertThat(pace.isDueAfterEvent(SECOND_MS + 300, much, items)).isTrue();
    assertThat(pace.commits(SECOND_MS + 300, false)).isSameAs(CommitPace.EVERYTHING);
    assertThat(pace.isDueAfterEvent(SECOND_MS + 400, 2 * much - 1, items)).isFalse();
    assertThat(pace.commits(SECOND_MS + 400, false))
        .as("another task's commit")
        .isSameAs(CommitPace.HEARD_ONLY);
    assertThat(pace.isDueAfterEvent(SECOND_MS + 500, 2 * much, items)).isTrue();
  }
}
