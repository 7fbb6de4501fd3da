package dev.eddy.stream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eddy.event.RejectReason;
import dev.eddy.factorization.Segment;
import dev.eddy.failure.OtherModelException;
import dev.eddy.stream.FailurePolicy;
import dev.eddy.stream.record.Outcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TaskTotalsTest {

  @Test
  void shouldSurviveBeingStored() {
    TaskTotals totals = new TaskTotals();
    totals.count(Outcome.NEW, 10);
    totals.count(Outcome.NEW, 11);
    totals.count(Outcome.REJECTED, 12);
    totals.count(RejectReason.WRONG_TYPE);
    totals.addRemoved(5);
    totals.nextSequence();
    totals.score(3, 70, 3, 4);
    totals.score(4, 70, 3, 4);
    TaskTotals read = TaskTotals.decode(totals.encode());
    assertThat(read.of(Outcome.NEW)).isEqualTo(2);
    assertThat(read.of(Outcome.REJECTED)).isEqualTo(1);
    assertThat(read.of(Outcome.IGNORED)).isZero();
    assertThat(read.of(RejectReason.WRONG_TYPE)).isEqualTo(1);
    assertThat(read.removed()).isEqualTo(5);
    assertThat(read.offset()).isEqualTo(12);
    assertThat(read.nextSequence()).isEqualTo(2);
    for (Segment segment : Segment.values()) {
      assertThat(read.score(segment)).isEqualTo(totals.score(segment));
    }
    assertThat(read.score(Segment.NEW_USER).n()).isEqualTo(2);
    assertThat(read.score(Segment.WARM).n()).isZero();
  }

  @Test
  void shouldNotBeStoredWhereItDoesNotAgree() {
    TaskTotals unscored = new TaskTotals();
    unscored.count(Outcome.NEW, 1);
    assertThatThrownBy(unscored::encode)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("do not agree: {new=1}");
    TaskTotals withoutReason = new TaskTotals();
    withoutReason.count(Outcome.REJECTED, 1);
    assertThatThrownBy(withoutReason::encode).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldRefuseToGoOnWithAnotherModel() {
    TaskTotals totals = new TaskTotals();
    totals.learnWith("dot 1x64");
    TaskTotals read = TaskTotals.decode(totals.encode());
    read.learnWith("dot 1x64");
    assertThatThrownBy(() -> read.learnWith("nn 1x16"))
        .isInstanceOf(OtherModelException.class)
        .hasMessageContaining("'dot 1x64', but the settings ask for 'nn 1x16'")
        .hasMessageContaining("stream.generation");
    assertThat(new FailurePolicy().onFailure(new OtherModelException("other model"), 0))
        .as("no new thread mends it")
        .isEqualTo("other model");
  }

  @Test
  void shouldStartEmptyAndRefuseWhatItCannotRead() {
    assertThat(TaskTotals.decode(null).nextSequence()).isEqualTo(1);
    byte[] bytes = new TaskTotals().encode();
    assertThatThrownBy(() -> TaskTotals.decode(Arrays.copyOf(bytes, 5)))
        .hasMessageContaining("cut off");
    bytes[0] = 7;
    assertThatThrownBy(() -> TaskTotals.decode(bytes)).hasMessageContaining("format version 7");
  }
}
