package dev.eddy.factorization.user;

import static dev.eddy.factorization.SomeEvents.rated;
import static dev.eddy.factorization.SomeEvents.withdrawn;
import static dev.eddy.factorization.user.HistoryChange.IGNORED;
import static dev.eddy.factorization.user.HistoryChange.NEW;
import static dev.eddy.factorization.user.HistoryChange.REPLACED;
import static dev.eddy.factorization.user.HistoryChange.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

  private final History history = new History();

  @Test
  void shouldLetTheLaterEventTimeStandWhicheverArrivesFirst() {
    assertThat(history.apply(rated(1, 4, 200, 0))).isEqualTo(NEW);
    assertThat(history.apply(rated(1, 2, 100, 1))).isEqualTo(IGNORED);
    assertThat(history.view().entry(0).rating()).isEqualTo(4);
    assertThat(history.apply(rated(1, 3, 300, 2))).isEqualTo(REPLACED);
    assertThat(history.view().entry(0).rating()).isEqualTo(3);
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
    assertThat(history.view().entry(0).live()).isFalse();
    assertThat(history.apply(rated(1, 5, 400, 3))).isEqualTo(NEW);
  }

  @Test
  void shouldIgnoreTheWithdrawalOfSomethingNotRatedButRememberIt() {
    assertThat(history.apply(withdrawn(1, 300, 0))).isEqualTo(IGNORED);
    assertThat(history.apply(rated(1, 4, 200, 1))).isEqualTo(IGNORED);
  }

  /// What the owner may do to a history.
  private void change(Random random, long now) {
    int item = random.nextInt(120);
    switch (random.nextInt(40)) {
      case 0 -> history.keepLatest(random.nextInt(20, 60));
      case 1 -> history.expire(place -> place % 5 == 0);
      case 2, 3, 4 -> history.apply(withdrawn(item, now, now));
      default -> history.apply(rated(item, 1 + random.nextInt(5), now, now));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldNotChangeAViewThatWasTaken(long seed) {
    Random random = new Random(seed);
    List<HistoryView> views = new ArrayList<>();
    List<History.Entry[]> then = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      views.add(history.view());
      then.add(history.view().entries());
      change(random, n);
    }
    assertThat(history.view().first()).as("some have left, seed %d", seed).isPositive();
    for (int n = 0; n < views.size(); n++) {
      assertThat(views.get(n).entries()).as("view %d, seed %d", n, seed).isEqualTo(then.get(n));
    }
  }

  // A row that was solved from a history is taken for that of any history with the same stamp.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldHaveAnotherStampAfterEveryChange(long seed) {
    Random random = new Random(seed);
    Set<History.Stamp> seen = new HashSet<>();
    seen.add(history.stamp());
    for (int n = 0; n < 1_000; n++) {
      History.Entry[] before = history.view().entries();
      change(random, n % 7 == 0 ? n / 2 : n);
      if (!Arrays.equals(before, history.view().entries())) {
        assertThat(seen.add(history.stamp())).as("step %d, seed %d", n, seed).isTrue();
      }
    }
    assertThat(seen).as("seed %d", seed).hasSizeGreaterThan(500);
  }

  @Test
  void shouldKeepItsStampWhereAnEventIsIgnored() {
    history.apply(rated(1, 4, 200, 5));
    History.Stamp stamp = history.stamp();
    history.apply(rated(1, 4, 200, 9));
    history.apply(rated(1, 2, 100, 10));
    history.apply(withdrawn(1, 100, 11));
    assertThat(history.stamp()).isEqualTo(stamp);
    history.apply(withdrawn(2, 100, 12));
    assertThat(history.stamp()).as("a mark was left").isNotEqualTo(stamp);
  }

  // Ratings leave, the oldest first and a block at a time, so that places keep their blocks.
  @Test
  void shouldKeepTheLatestInWholeBlocks() {
    int most = 40;
    List<History.Entry> left = new ArrayList<>();
    for (int item = 0; item < 200; item++) {
      history.apply(rated(item, 3, item, item));
      if (item % 10 == 0) {
        history.apply(withdrawn(item, item + 1, item));
      }
      left.addAll(history.keepLatest(most));
      HistoryView view = history.view();
      assertThat(view.first() % History.BLOCK).isZero();
      assertThat(view.size()).isEqualTo(item + 1);
      assertThat(view.size() - view.first())
          .isBetween(Math.min(item + 1, most), most + History.BLOCK - 1);
    }
    List<Integer> expected = new ArrayList<>();
    for (int item = 0; item < history.view().first(); item++) {
      if (item % 10 != 0) {
        expected.add(item);
      }
    }
    assertThat(left).extracting(History.Entry::item).isEqualTo(expected);
    assertThat(left).allMatch(entry -> entry.live() && entry.rating() == 3);
    for (int place = history.view().first(); place < history.size(); place++) {
      assertThat(history.view().item(place)).isEqualTo(place);
      assertThat(history.view().live(place)).isEqualTo(place % 10 != 0);
    }
  }

  @Test
  void shouldTakeForNewWhatComesAgainOfWhatLeft() {
    for (int item = 0; item < 64; item++) {
      history.apply(rated(item, 3, item, item));
    }
    assertThat(history.keepLatest(32)).hasSize(32);
    assertThat(history.apply(rated(40, 3, 40, 40))).as("still there").isEqualTo(IGNORED);
    assertThat(history.ratingOf(5)).isNaN();
    assertThat(history.apply(rated(5, 3, 5, 5))).isEqualTo(NEW);
    assertThat(history.ratingOf(5)).isEqualTo(3);
    assertThat(history.view().entry(64)).isEqualTo(rated(5, 3, 5, 5));
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

  // Whatever the order of arrival, the same ratings stand in the end.
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
    for (History.Entry entry : history.view().entries()) {
      assertThat(entry).as("seed %d", seed).isEqualTo(expected.get(entry.item()));
      live += entry.live() ? 1 : 0;
    }
    assertThat(count).as("seed %d", seed).isEqualTo((int) live);
  }
}
