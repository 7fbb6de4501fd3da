package dev.eddy.simulate.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfWayTest {

  private static double[] rising(int from, int to, int rounds) {
    double[] values = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double part = Math.clamp((round - from) / (double) (to - from), 0.0, 1.0);
      values[round] = 1 + part + 0.001 * (round % 2);
    }
    return values;
  }

  @Test
  void shouldFindTheRoundInTheMiddleOfARise() {
    assertThat(HalfWay.of(rising(20, 40, 60), 20)).hasValue(30);
  }

  @Test
  void shouldFindTheMiddleOfAFall() {
    double[] values = rising(20, 40, 60);
    for (int round = 0; round < values.length; round++) {
      values[round] = -values[round];
    }
    assertThat(HalfWay.of(values, 20)).hasValue(30);
  }

  @Test
  void shouldFindNothingWhereNothingMoves() {
    assertThat(HalfWay.of(rising(100, 120, 60), 20)).isEmpty();
  }
}
