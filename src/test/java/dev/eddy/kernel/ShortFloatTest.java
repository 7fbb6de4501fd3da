package dev.eddy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShortFloatTest {

  private static final long SEED = 3;

  @Test
  void shouldKeepWhatFits() {
    for (float value :
        new float[] {
          0, 1, -1, 0.5f, -384, 1.9921875f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
        }) {
      assertThat(ShortFloat.toFloat(ShortFloat.up(value))).isEqualTo(value);
      assertThat(ShortFloat.toFloat(ShortFloat.nearest(value))).isEqualTo(value);
    }
    assertThat(ShortFloat.toFloat(ShortFloat.up(Float.NaN))).isNaN();
    float otherNaN = Float.intBitsToFloat(0x7f800001);
    assertThat(ShortFloat.toFloat(ShortFloat.up(otherNaN))).isNaN();
    assertThat(ShortFloat.toFloat(ShortFloat.nearest(otherNaN))).isNaN();
  }

  @Test
  void shouldRoundUpAndToTheNearest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) (random.nextGaussian() * Math.exp(5 * random.nextGaussian()));
      float up = ShortFloat.toFloat(ShortFloat.up(value));
      float nearest = ShortFloat.toFloat(ShortFloat.nearest(value));
      assertThat(up).as("up from %s, seed %d", value, SEED).isGreaterThanOrEqualTo(value);
      assertThat(up - value).isLessThanOrEqualTo(Math.abs(value) / 128);
      assertThat(Math.abs(nearest - value)).isLessThanOrEqualTo(Math.abs(value) / 256);
    }
    assertThat(ShortFloat.toFloat(ShortFloat.up(Float.MAX_VALUE)))
        .isEqualTo(Float.POSITIVE_INFINITY);
  }
}
