package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListScoreTest {

  private static final int[] LIST = IntStream.range(0, 30).toArray();

  private static ListScore.Values values(IntSet relevant) {
    ListScore score = new ListScore();
    score.add(LIST, relevant);
    return score.values();
  }

  @Test
  void shouldCountTheFirstPlacesMost() {
    assertThat(values(IntSet.of(0)).ndcgAt10()).isEqualTo(1);
    assertThat(values(IntSet.of(2)).ndcgAt10()).isCloseTo(0.5, within(1e-9));
    assertThat(values(IntSet.of(10)).ndcgAt10()).as("behind the first ten").isZero();
    assertThat(values(IntSet.of(0, 1)).ndcgAt10()).isEqualTo(1);
  }

  @Test
  void shouldRecallOfNoMoreThanTheListHolds() {
    assertThat(values(IntSet.of(19, 20)).recallAt20()).isEqualTo(0.5);
    IntSet many = IntSet.of(IntStream.range(10, 50).toArray());
    assertThat(values(many).recallAt20()).as("ten of at most twenty").isEqualTo(0.5);
  }

  @Test
  void shouldCountUsersWithAHitAndItemsShown() {
    ListScore score = new ListScore();
    score.add(LIST, IntSet.of(9));
    score.add(LIST, IntSet.of(10));
    score.add(new int[] {50}, IntSet.of(9));
    assertThat(score.values().users()).isEqualTo(3);
    assertThat(score.values().hitAt10()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(score.values().coverageAt10()).isEqualTo(11);
  }
}
