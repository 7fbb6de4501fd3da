package dev.eddy.factorization.user;

import static dev.eddy.factorization.SomeEvents.rated;
import static dev.eddy.factorization.SomeEvents.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.factorization.model.UserSolver;
import dev.eddy.kernel.ScalarKernels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which ratings of a history count.
class HistorySolverTest {

  private static final int WINDOW = UserSolver.WINDOW;
  private static final int ITEMS = 4 * WINDOW;
  private static final long SEED = 20260402;

  private final Model model =
      SomeSettings.forScale(0.5, 5).factors(8).build().newModel(new ScalarKernels());
  private final float[] shared = model.newShared();
  private final float[] prior = model.meanUser(shared);
  private final float[][] items = new float[ITEMS][];
  private final HistorySolver solver = new HistorySolver(model, item -> items[item]);

  HistorySolverTest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int item = 0; item < ITEMS; item++) {
      items[item] = model.newItem("i" + item, shared);
      SomeRows.scatter(model.itemLayout(), items[item], 0.3, random);
    }
  }

  /// Returns the rating that an item is always given, at a time that is twice its number.
  private static History.Entry event(int item) {
    return rated(item, 0.5 + item * 7 % 10 / 2.0, 2L * item, item);
  }

  /// Returns a history of some items, each rated after those before.
  private static History rating(int from, int to) {
    History history = new History();
    for (int item = from; item < to; item++) {
      history.apply(event(item));
    }
    return history;
  }

  private float[] solved(History history) {
    return solver.solve(shared, prior, history.view());
  }

  @Test
  void shouldCountTheLatestOfALongHistory() {
    float[] latest = solved(rating(40, 40 + WINDOW));
    assertThat(solved(rating(0, 40 + WINDOW))).containsExactly(latest);
    assertThat(solved(rating(39, 39 + WINDOW))).isNotEqualTo(latest);
  }

  // What left of a history does not count, and places go on from where they were.
  @Test
  void shouldCountTheLatestWhereTheOldestHaveLeft() {
    History history = rating(0, 3 * WINDOW);
    float[] before = solved(history);
    history.keepLatest(WINDOW + 20);
    assertThat(history.view().first()).isPositive();
    assertThat(solved(history)).containsExactly(before);
    history.keepLatest(WINDOW / 2);
    assertThat(solved(history)).containsExactly(solved(rating(history.view().first(), 3 * WINDOW)));
  }

  // Of ratings at times 0, 2, 4 … those around a time between two of them.
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, WINDOW / 2 - 1, WINDOW, WINDOW + 77, 2 * WINDOW, 3 * WINDOW})
  void shouldCountThoseAroundAMoment(int lastBefore) {
    int size = 3 * WINDOW;
    int first = Math.clamp(lastBefore + 1 - WINDOW / 2, 0, size - WINDOW);
    History history = rating(0, size);
    float[] around = solved(rating(first, first + WINDOW));
    assertThat(solver.solve(shared, prior, history.view(), 2L * lastBefore + 1))
        .containsExactly(around);
    history.keepLatest(size - first);
    assertThat(solver.solve(shared, prior, history.view(), 2L * lastBefore + 1))
        .as("those before have left")
        .containsExactly(solved(rating(Math.max(history.view().first(), first), first + WINDOW)));
  }

  @Test
  void shouldCountAllOfAShortHistoryAtAnyMoment() {
    History history = rating(0, 100);
    for (long timeMs : new long[] {Long.MIN_VALUE, 0, 77, Long.MAX_VALUE}) {
      assertThat(solver.solve(shared, prior, history.view(), timeMs))
          .containsExactly(solved(history));
    }
    assertThat(solver.solve(shared, prior, new History().view(), 5)).containsExactly(prior);
  }

  @Test
  void shouldCountNothingThatWasWithdrawn() {
    History without = new History();
    History history = rating(0, 100);
    for (int item = 0; item < 100; item++) {
      if (item % 3 == 0) {
        history.apply(withdrawn(item, 1_000, item));
      } else {
        without.apply(event(item));
      }
    }
    assertThat(solved(history)).containsExactly(solved(without)).isNotEqualTo(prior);
  }

  @Test
  void shouldCountNothingOfAnItemWithoutARow() {
    History without = new History();
    for (int item = 0; item < 100; item++) {
      if (item % 3 == 0) {
        items[item] = null;
      } else {
        without.apply(event(item));
      }
    }
    assertThat(solved(rating(0, 100))).containsExactly(solved(without)).isNotEqualTo(prior);
  }

  /// Ratings of one session, of which the last are kinder than the user is.
  private History biasedInOneSession() {
    History history = rating(0, 60);
    for (int item = 100; item < 106; item++) {
      history.apply(rated(item, 5, 1_000_000_000_000L, item));
    }
    return history;
  }

  @Test
  void shouldTellWhatRatingsOfAMomentLeftUnexplained() {
    History history = biasedInOneSession();
    solved(history);
    float all = shift(history, 300, 1_000_000_000_000L);
    assertThat(all).isPositive();
    assertThat(shift(history, 101, 1_000_000_000_000L)).as("its own aside").isLessThan(all);
    assertThat(shift(history, 300, 2_000_000_000_000L)).as("30 years later").isZero();
  }

  private float shift(History history, int item, long timeMs) {
    SessionBias moment = new SessionBias(model.settings(), timeMs);
    solver.addTo(moment, history.view(), item);
    return moment.shift();
  }

  // A row keeps of the latest ratings what the solver tells of all, each in its own place.
  @Test
  void shouldLeaveInTheRowWhatTheLatestRatingsDidNotExplain() {
    History history = biasedInOneSession();
    history.apply(withdrawn(103, 2_000_000_000_000L, 500));
    solved(history);
    UserRow row = new UserRow(65, 0);
    row.leave(3, 7, 7); // of a rating long ago
    solver.leave(history.view(), row);
    for (long timeMs : new long[] {1_000_000_000_000L, 1_000_000_300_000L}) {
      SessionBias moment = new SessionBias(model.settings(), timeMs);
      for (int place = history.size() - UserRow.RECENT; place < history.size(); place++) {
        moment.add(history.view().timeMs(place), row.error(place), row.information(place));
      }
      assertThat(moment.shift()).isPositive().isEqualTo(shift(history, 300, timeMs));
    }
    int withdrawn = history.size() - 3;
    assertThat(history.view().live(withdrawn)).isFalse();
    assertThat(row.error(withdrawn)).isZero();
    assertThat(row.information(withdrawn)).isZero();
  }
}
