package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.Rating;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import dev.eddy.store.SolvedRows;
import dev.eddy.stream.TopologyFixture;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After a start nobody's row is at hand; a little later everybody's is.
class SolvingAheadTest {

  private static final int USERS = 150;
  private static final int AT_ONCE = 32;

  @TempDir private Path folder;

  private TopologyFixture eddy;

  @BeforeEach
  void start() {
    eddy = new TopologyFixture(folder);
    SplittableRandom random = new SplittableRandom(8);
    for (int n = 0; n < 5 * USERS; n++) {
      eddy.rate("u" + n % USERS, "i" + random.nextInt(40), 1 + random.nextInt(4), n);
    }
    eddy.restart();
  }

  @AfterEach
  void stop() {
    eddy.close();
  }

  private void step() {
    eddy.driver.advanceWallClockTime(SolvingAhead.INTERVAL);
  }

  private int putAside() {
    int rows = 0;
    try (KeyValueIterator<Bytes, byte[]> all =
        eddy.driver.<Bytes, byte[]>getKeyValueStore(LearnProcessor.ROWS).all()) {
      for (; all.hasNext(); all.next()) {
        rows++;
      }
    }
    return rows;
  }

  private void putAside(String userId, History.Stamp stamp, float value) {
    float[] row = new float[eddy.model.userLayout().length()];
    row[0] = value;
    SolvedRows rows = eddy.solvedRows();
    rows.put(userId, stamp, row);
    rows.apply();
  }

  @Test
  void shouldSolveAllUsersStepByStepAndThenStop() {
    assertThat(putAside()).isZero();
    for (int solved = 0; solved < USERS; ) {
      int before = solved;
      step();
      solved = putAside();
      assertThat(solved).isGreaterThanOrEqualTo(Math.min(USERS, before + AT_ONCE));
    }
    for (int u = 0; u < USERS; u++) {
      assertThat(eddy.rowAtHand("u" + u)).as("u%d", u).containsExactly(eddy.solve("u" + u));
    }
    step(); // finds nobody, where the last step ended just there
    eddy.solvedRows().remove("u0");
    for (int n = 0; n < USERS / AT_ONCE + 1; n++) {
      step();
    }
    assertThat(eddy.rowAtHand("u0")).as("nobody looks any more").isNull();
    eddy.restart();
    step();
    assertThat(eddy.rowAtHand("u0")).as("but after the next start").isNotNull();
  }

  private void solveAll() {
    for (int n = 0; n < USERS / AT_ONCE + 1; n++) {
      step();
    }
  }

  @Test
  void shouldSolveOnlyThoseWhoseRowIsOfAnotherHistory() {
    History.Stamp stamp = eddy.history("u7").stamp();
    putAside("u7", stamp, 42);
    putAside("u8", new History.Stamp(stamp.offset(), stamp.changes()), 42); // that of u7
    solveAll();
    assertThat(eddy.rowAtHand("u7")[0]).isEqualTo(42);
    assertThat(eddy.rowAtHand("u8")).containsExactly(eddy.solve("u8"));
  }

  @Test
  void shouldLeaveThoseAloneWhoRateMeanwhile() {
    eddy.rate("u7", "i1", 4, 9_000);
    String rated = eddy.index.id(eddy.history("u8").view().item(0));
    eddy.send(Rating.withdrawal("u8", rated, 9_000));
    float[] learned = eddy.rowAtHand("u7");
    float[] withdrawn = eddy.rowAtHand("u8");
    solveAll();
    assertThat(putAside()).as("all but those two").isEqualTo(USERS - 2);
    assertThat(eddy.rowAtHand("u7")).containsExactly(learned);
    assertThat(eddy.rowAtHand("u8")).containsExactly(withdrawn);
  }

  // The next events of those who were put aside go on from there.
  @Test
  void shouldLearnOnFromWhatWasSolvedAhead() {
    solveAll();
    float[] before = eddy.solve("u9");
    eddy.rate("u9", "i50", 2, 9_000);
    assertThat(eddy.row("u9").count()).isEqualTo(eddy.history("u9").view().entries().length);
    assertThat(eddy.row("u9").values()).isNotEqualTo(before);
    assertThat(SomeRows.distance(eddy.model, eddy.row("u9").values(), eddy.solve("u9")))
        .isLessThan(SomeRows.distance(eddy.model, before, eddy.solve("u9")));
  }
}
