package dev.eddy.choice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChoiceSharedTest {

  private static final int SIZE = ChoiceFeature.SIZE;

  /// Makes steps of a regression whose best weights are planted.
  private static void steps(ChoiceShared shared, double[] planted, int steps, Random random) {
    for (int step = 0; step < steps; step++) {
      double[] information = new double[SIZE * SIZE];
      double[] gradient = new double[SIZE];
      double[] features = random.doubles(SIZE, -1, 1).toArray();
      double[] weights = shared.weights();
      double error = 0;
      for (int f = 0; f < SIZE; f++) {
        error += features[f] * (planted[f] - weights[f]);
      }
      for (int f = 0; f < SIZE; f++) {
        gradient[f] = features[f] * error;
        for (int g = 0; g < SIZE; g++) {
          information[f * SIZE + g] = features[f] * features[g];
        }
      }
      shared.step(information, gradient);
    }
  }

  private static double[] planted(Random random) {
    return random.doubles(SIZE, -2, 2).toArray();
  }

  @Test
  void shouldFindPlantedWeightsAndFollowThem() {
    Random random = new Random(1);
    ChoiceShared shared = new ChoiceShared();
    double[] first = planted(random);
    steps(shared, first, 5_000, random);
    assertThat(shared.weights()).containsExactly(first, within(0.05));
    double[] next = planted(random);
    steps(shared, next, 15_000, random);
    assertThat(shared.weights()).as("what was, fades").containsExactly(next, within(0.05));
  }

  @Test
  void shouldFindWhatIsBestWithoutTheRating() {
    Random random = new Random(2);
    ChoiceShared shared = new ChoiceShared();
    double[] planted = planted(random);
    steps(shared, planted, 5_000, random);
    double[] without = shared.weightsWithoutRating();
    assertThat(without[ChoiceFeature.RATING.place()]).isZero();
    planted[ChoiceFeature.RATING.place()] = 0;
    assertThat(without).as("features are independent").containsExactly(planted, within(0.2));
  }

  @Test
  void shouldMergeInAnyOrder() {
    Random random = new Random(3);
    double[] planted = planted(random);
    SharedDelta[] deltas = new SharedDelta[3];
    for (int n = 0; n < 3; n++) {
      ChoiceShared partition = new ChoiceShared();
      steps(partition, planted, 100 * (n + 1), random);
      partition.advance(10 * n, n);
      partition.rate(2, 7);
      deltas[n] = partition.since(new ChoiceShared(), n, 5);
    }
    ChoiceShared forth = new ChoiceShared();
    ChoiceShared back = new ChoiceShared();
    for (int n = 0; n < 3; n++) {
      forth.merge(deltas[n]);
      back.merge(deltas[2 - n]);
    }
    assertThat(forth.weights()).containsExactly(back.weights(), within(1e-9));
    assertThat(forth.weights()).as("of 600 steps").containsExactly(planted, within(0.3));
    assertThat(forth.clock()).isEqualTo(30);
    assertThat(forth.meanRating()).isEqualTo(3.5);
    assertThat(back.sequences().of(2)).isEqualTo(5);
    ChoiceShared stored = ChoiceShared.stored(forth.whole(), forth.sequences());
    assertThat(stored.weights()).containsExactly(forth.weights(), within(1e-9));
    assertThat(stored.clock()).isEqualTo(30);
  }

  @Test
  void shouldStaySaneWhateverTheSteps() {
    ChoiceShared shared = new ChoiceShared();
    double[] information = new double[SIZE * SIZE];
    double[] gradient = new double[SIZE];
    gradient[0] = 1e300;
    shared.step(information, gradient);
    assertThat(shared.weights()[0]).as("within bounds").isBetween(1.0, 100.0);
    double[] before = shared.weights();
    gradient[0] = Double.NaN;
    shared.step(information, gradient);
    assertThat(shared.weights()).as("it is no step").containsExactly(before);
  }
}
