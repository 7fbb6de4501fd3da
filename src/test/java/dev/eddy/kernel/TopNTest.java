package dev.eddy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopNTest {

  private static final long SEED = 7;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 10, 100, 1000})
  void shouldKeepTheBestInOrderWithTiesToTheLowerNumber(int n) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] scores = IntStream.generate(() -> random.nextInt(50)).limit(500).toArray();
    TopN best = new TopN(n);
    for (int i : IntStream.range(0, 500).map(i -> (i * 7) % 500).toArray()) {
      best.offer(i, scores[i]);
    }
    best.offer(999, Float.NaN);
    int[] expected =
        IntStream.range(0, 500)
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -scores[i]).thenComparing(i -> i))
            .limit(n)
            .mapToInt(i -> i)
            .toArray();
    float[] drained = new float[best.size()];
    assertThat(best.drain(drained)).as("seed %d", SEED).containsExactly(expected);
    for (int i = 0; i < drained.length; i++) {
      assertThat(drained[i]).isEqualTo(scores[expected[i]]);
    }
  }
}
