package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChoiceScoreTest {

  @Test
  void shouldBeTheMeanOverChoices() {
    ChoiceScore score = new ChoiceScore();
    score.add(1);
    score.add(10);
    score.add(10.5); // a tie across the border
    score.add(Double.POSITIVE_INFINITY);
    ChoiceScore.Values values = score.values();
    assertThat(values.n()).isEqualTo(4);
    assertThat(values.hitAt10()).isEqualTo(0.5);
    assertThat(values.mrr()).isCloseTo((1 + 1 / 10.0 + 1 / 10.5) / 4, within(1e-12));
    assertThat(values.ndcg())
        .isCloseTo((1 + log2(2) / log2(11) + log2(2) / log2(11.5)) / 4, within(1e-12));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  @Test
  void shouldHaveNoMeanOfNothing() {
    assertThat(new ChoiceScore().values().n()).isZero();
    assertThat(new ChoiceScore().values().hitAt10()).isNaN();
  }
}
