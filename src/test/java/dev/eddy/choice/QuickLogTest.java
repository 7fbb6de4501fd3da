package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuickLogTest {

  @Test
  void shouldLieBelowTheLogarithmByNoMoreThanItSays() {
    Random random = new Random(11);
    double most = 0;
    for (int n = 0; n < 200_000; n++) {
      float value = (float) Math.exp(30 * random.nextDouble());
      double less = Math.log(value) - QuickLog.of(value);
      assertThat(less).isBetween(-1e-5, (double) QuickLog.ERROR);
      most = Math.max(most, less);
    }
    assertThat(most).as("as tight as it can be").isGreaterThan(QuickLog.ERROR - 1e-4);
    assertThat(QuickLog.of(1)).isZero();
  }
}
