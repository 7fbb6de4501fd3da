package dev.eddy.factorization;

import static dev.eddy.factorization.HistoryChange.IGNORED;
import static dev.eddy.factorization.HistoryChange.NEW;
import static dev.eddy.factorization.HistoryChange.REPLACED;
import static dev.eddy.factorization.HistoryChange.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

  private final History history = new History();

  private static History.Entry rated(int item, double rating, long time, long offset) {
    return new History.Entry(item, true, (float) rating, 1, time, offset);
  }

  private static History.Entry withdrawn(int item, long time, long offset) {
    return new History.Entry(item, false, 0, 0, time, offset);
  }

  @Test
  void shouldLetTheLaterEventTimeStandWhicheverArrivesFirst() {
    assertThat(history.apply(rated(1, 4, 200, 0))).isEqualTo(NEW);
    assertThat(history.apply(rated(1, 2, 100, 1))).isEqualTo(IGNORED);
    assertThat(history.entry(0).rating()).isEqualTo(4);
    assertThat(history.apply(rated(1, 3, 300, 2))).isEqualTo(REPLACED);
    assertThat(history.entry(0).rating()).isEqualTo(3);
  }

  @Test
  void shouldIgnoreTheSameEventAgainButTakeACorrectionOfTheSameMoment() {
    history.apply(rated(1, 4, 200, 5));
    assertThat(history.apply(rated(1, 4, 200, 9))).isEqualTo(IGNORED);
    assertThat(history.apply(rated(1, 3, 200, 9))).isEqualTo(REPLACED);
    assertThat(history.apply(rated(1, 4, 200, 5))).as("read again").isEqualTo(IGNORED);
  }

  @Test
  void shouldKeepADatedMarkerOfAWithdrawal() {
    history.apply(rated(1, 4, 200, 0));
    assertThat(history.apply(withdrawn(1, 300, 1))).isEqualTo(WITHDRAWN);
    assertThat(history.apply(rated(1, 4, 200, 2))).as("late duplicate").isEqualTo(IGNORED);
    assertThat(history.entry(0).live()).isFalse();
    assertThat(history.apply(rated(1, 5, 400, 3))).isEqualTo(NEW);
  }

  @Test
  void shouldIgnoreTheWithdrawalOfSomethingNotRatedButRememberIt() {
    assertThat(history.apply(withdrawn(1, 300, 0))).isEqualTo(IGNORED);
    assertThat(history.apply(rated(1, 4, 200, 1))).isEqualTo(IGNORED);
  }

  @Test
  void shouldNotChangeASnapshotThatWasTaken() {
    for (int item = 0; item < 100; item++) {
      history.apply(rated(item, 3, 1, item));
    }
    History.Entry[] before = history.entries();
    history.apply(rated(7, 5, 2, 200));
    history.apply(rated(500, 5, 2, 201));
    assertThat(before).hasSize(100);
    assertThat(before[7].rating()).isEqualTo(3);
    assertThat(history.entries()[7].rating()).isEqualTo(5);
  }

  @Test
  void shouldMarkOnlyTheBlocksThatChanged() {
    for (int item = 0; item < 3 * History.BLOCK; item++) {
      history.apply(rated(item, 3, 1, item));
    }
    history.markClean();
    history.apply(rated(History.BLOCK + 1, 4, 2, 9999));
    assertThat(history.dirtyBlocks().stream()).containsExactly(1);
  }

  /// Whatever the order of arrival, the same ratings stand in the end.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldNotDependOnTheOrderOfArrival(long seed) {
    Random random = new Random(seed);
    List<History.Entry> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int item = random.nextInt(20);
      events.add(
          random.nextInt(4) == 0
              ? withdrawn(item, i, i)
              : rated(item, 1 + random.nextInt(5), i, i));
    }
    Map<Integer, History.Entry> expected = new HashMap<>();
    events.forEach(event -> expected.put(event.item(), event));
    Collections.shuffle(events, random);
    int count = 0;
    for (History.Entry event : events) {
      count +=
          switch (history.apply(event)) {
            case NEW -> 1;
            case WITHDRAWN -> -1;
            case REPLACED, IGNORED -> 0;
          };
    }
    long live = 0;
    for (History.Entry entry : history.entries()) {
      assertThat(entry).as("seed %d", seed).isEqualTo(expected.get(entry.item()));
      live += entry.live() ? 1 : 0;
    }
    assertThat(count).as("seed %d", seed).isEqualTo((int) live);
  }
}
