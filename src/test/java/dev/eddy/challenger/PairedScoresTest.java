package dev.eddy.challenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedScoresTest {

  private final PairedScores scores = new PairedScores(4);

  private void first(int partition, long... offsets) {
    for (long offset : offsets) {
      scores.first(partition, offset, 5, 3);
    }
  }

  private void second(int partition, long... offsets) {
    for (long offset : offsets) {
      scores.second(partition, offset, 4, 3);
    }
  }

  private void assertPaired(long paired, long unpaired) {
    assertThat(scores.evidence().n()).isEqualTo(paired);
    assertThat(scores.unpaired()).isEqualTo(unpaired);
  }

  @Test
  void shouldPairByPartitionAndOffset() {
    first(0, 1, 2, 5);
    first(1, 1);
    second(1, 1);
    second(0, 1, 2, 5);
    assertPaired(4, 0);
    assertThat(scores.evidence().mean()).isEqualTo((4 - 1) / 16.0, within(1e-9));
  }

  @Test
  void shouldTellOfRatingsThatOnlyOneHas() {
    first(0, 1, 2, 4);
    second(0, 2, 3, 4);
    assertPaired(2, 2);
  }

  @Test
  void shouldLeaveOutWhatTheOtherPassedBeforeItWasTold() {
    first(0, 10);
    second(0, 3, 4, 10);
    assertPaired(1, 2);
    second(0, 11);
    assertPaired(1, 2);
    first(0, 12);
    assertPaired(1, 3);
  }

  @Test
  void shouldCountOnceWhatIsToldAgain() {
    first(0, 1, 2);
    second(0, 1);
    second(0, 1, 2);
    first(0, 1, 2);
    assertPaired(2, 0);
  }

  @Test
  void shouldKeepABoundedLead() {
    for (long offset = 0; offset < PairedPartition.MOST_AHEAD + 10; offset++) {
      first(0, offset);
    }
    assertPaired(0, 10);
    second(0, 9, 10);
    assertPaired(1, 11);
  }

  @Test
  void shouldBoundALossByTheScale() {
    scores.first(0, 1, 99, 1);
    scores.second(0, 1, 1, 1);
    assertThat(scores.evidence().mean()).isEqualTo(1);
  }
}
