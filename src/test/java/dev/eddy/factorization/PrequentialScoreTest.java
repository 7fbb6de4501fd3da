package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrequentialScoreTest {

  @Test
  void shouldKeepMeansOfAllAndOfTheRecent() {
    PrequentialScore score = new PrequentialScore();
    assertThat(score.values().rmse()).isZero();
    score.add(3, 4);
    score.add(5, 2);
    assertThat(score.values().n()).isEqualTo(2);
    assertThat(score.values().rmse()).isCloseTo(Math.sqrt(5), within(1e-9));
    assertThat(score.values().mae()).isCloseTo(2, within(1e-9));
    for (int i = 0; i < 20_000; i++) {
      score.add(1, 1.5);
    }
    assertThat(score.values().recentRmse()).isCloseTo(0.5, within(1e-3));
    assertThat(score.values().rmse()).isGreaterThan(0.5);
  }

  @Test
  void shouldAddUpOverPartitionsAndGoOnFromStoredValues() {
    PrequentialScore a = new PrequentialScore();
    PrequentialScore b = new PrequentialScore();
    a.add(1, 2);
    b.add(1, 4);
    PrequentialScore.Values both = a.values().plus(b.values());
    assertThat(both.rmse()).isCloseTo(Math.sqrt(5), within(1e-9));
    assertThat(both.recentRmse()).isCloseTo(Math.sqrt(5), within(1e-6));
    assertThat(new PrequentialScore(both).values()).isEqualTo(both);
  }
}
