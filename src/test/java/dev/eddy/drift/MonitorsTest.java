package dev.eddy.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The monitors against brute force, and the examples of their documentation.
class MonitorsTest {

  private static final double EXACT = 1e-9;

  @Test
  void shouldGiveTheExamplesOfTheDocumentation() {
    assertThat(Concentration.gini(new double[] {1, 3}, 4)).isCloseTo(0.625, within(EXACT));
    assertThat(Concentration.entropy(new double[] {2, 2}, 4)).isCloseTo(0.5, within(EXACT));
    double[] movements = new double[200];
    Arrays.fill(movements, 1);
    movements[3] = 10;
    movements[7] = 5;
    assertThat(Concentration.topHundredth(movements)).isCloseTo(15.0 / 213, within(EXACT));
    Distribution history = new Distribution();
    history.add(List.of("Drama"));
    history.add(List.of("Comedy"));
    Distribution list = new Distribution();
    list.add(List.of("Drama"));
    assertThat(history.divergence(list)).isCloseTo(1.9585, within(1e-4));
    assertThat(Overlap.jaccard(List.of("a", "b"), List.of("b", "c")))
        .isCloseTo(1 / 3.0, within(EXACT));
  }

  /// By the definition: the mean difference of all pairs, over twice the mean.
  private static double giniByPairs(double[] amounts) {
    double differences = 0;
    for (double a : amounts) {
      for (double b : amounts) {
        differences += Math.abs(a - b);
      }
    }
    int n = amounts.length;
    return differences / n / n / 2 / (Arrays.stream(amounts).sum() / n);
  }

  @RepeatedTest(5)
  void shouldMeasureConcentrationAsItsDefinition(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    double[] counts = random.ints(30, 1, 50).asDoubleStream().toArray();
    double[] all = Arrays.copyOf(counts, 42); // twelve got nothing
    assertThat(Concentration.gini(counts, 42)).isCloseTo(giniByPairs(all), within(EXACT));
    double sum = Arrays.stream(counts).sum();
    double entropy = 0;
    for (double count : counts) {
      entropy -= count / sum * Math.log(count / sum);
    }
    assertThat(Concentration.entropy(counts, 42)).isCloseTo(entropy / Math.log(42), within(EXACT));
    TreeMap<Integer, Long> activity = new TreeMap<>();
    for (double count : counts) {
      activity.merge((int) count, 1L, Long::sum);
    }
    assertThat(ActivityGini.of(activity)).isCloseTo(giniByPairs(counts), within(EXACT));
    assertThat(Concentration.gini(new double[] {7, 7, 7}, 3)).isZero();
    assertThat(Concentration.entropy(new double[] {7, 7, 7}, 3)).isCloseTo(1, within(EXACT));
    assertThat(Concentration.gini(new double[0], 3)).isNaN();
  }

  private static ArmCounts some(long seed, int lists) {
    SplittableRandom random = new SplittableRandom(seed);
    ArmCounts counts = new ArmCounts();
    for (int n = 0; n < lists; n++) {
      List<String> items = new ArrayList<>();
      random.ints(5, 0, 40).forEach(item -> items.add("i" + item));
      counts.shown(items, random.nextInt(100), random.nextInt(200), 1 + random.nextInt(50));
      counts.miscalibrated(random.nextDouble());
      counts.alike(random.nextDouble());
      counts.tasteShifted(random.nextDouble());
      counts.probed(random.nextDouble(), 0);
      counts.rated(random.nextBoolean(), random.nextDouble());
      counts.moved("u" + random.nextInt(300), random.nextDouble(), random.nextDouble(), 0.1);
    }
    return counts;
  }

  @Test
  void shouldBeTheSameOfPartsAsOfTheWhole() {
    WindowCounts whole = new WindowCounts(3);
    WindowCounts parts = new WindowCounts(3);
    for (int part = 0; part < 4; part++) {
      WindowCounts one = new WindowCounts(3);
      one.of(Arm.TREATED).add(some(part, 50));
      one.active(part, part + 1);
      parts.add(WindowCounts.decode(one.encode()));
      whole.of(Arm.TREATED).add(some(part, 50));
      whole.active(part, part + 1);
    }
    assertThat(parts.activity()).isEqualTo(whole.activity());
    for (Monitor monitor : Monitors.all()) {
      double value = monitor.value(whole.of(Arm.TREATED), 50);
      assertThat(value).as(monitor.name()).isFinite();
      assertThat(monitor.value(parts.of(Arm.TREATED), 50))
          .as(monitor.name())
          .isCloseTo(value, within(1e-9));
      assertThat(monitor.value(new ArmCounts(), 50)).as(monitor.name() + " of nothing").isNaN();
    }
    WindowCounts again = WindowCounts.decode(whole.encode());
    assertThat(again.of(Arm.TREATED).shown()).isEqualTo(whole.of(Arm.TREATED).shown());
  }

  @Test
  void shouldKnowMeansAndTheirErrors() {
    SplittableRandom random = new SplittableRandom(8);
    double[] values = random.doubles(500).toArray();
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    moments.add(Double.NaN);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / 499;
    assertThat(moments.mean()).isCloseTo(mean, within(EXACT));
    assertThat(moments.errorSquare()).isCloseTo(variance / 500, within(EXACT));
  }

  /// Of too many users, the least are kept as a sum, and the share of the most stays what it is.
  @Test
  void shouldKeepTheMostInfluentialWhenUsersAreTooMany() {
    ArmCounts counts = new ArmCounts();
    int users = ArmCounts.MOST_USERS + 10_000;
    double[] movements = new double[users];
    ArmCounts part = new ArmCounts();
    for (int user = 0; user < users; user++) {
      movements[user] = 1 + (user % 1000 == 0 ? 500 : 0) + user * 1e-6;
      part.moved("u" + user, movements[user], 0.1, 0.1);
    }
    counts.add(part);
    assertThat(counts.movedBy().size()).isLessThan(ArmCounts.MOST_USERS);
    assertThat(new Influence().value(counts, 1))
        .isCloseTo(Concentration.topHundredth(movements), within(1e-9));
  }

  @Test
  void shouldPutUsersIntoArmsEvenlyAndForGood() {
    int control = 0;
    for (int user = 0; user < 20_000; user++) {
      Arm arm = Arm.of("user-" + user, 0.1);
      assertThat(Arm.of("user-" + user, 0.1)).isEqualTo(arm);
      control += arm == Arm.CONTROL ? 1 : 0;
    }
    assertThat(control / 20_000.0).isBetween(0.09, 0.11);
    assertThat(Arm.of("anybody", 0)).isEqualTo(Arm.TREATED);
  }

  @Test
  void shouldGroupUsersByPowersOfTwo() {
    assertThat(Map.of(0, ArmCounts.group(0), 1, ArmCounts.group(1), 2, ArmCounts.group(2)))
        .isEqualTo(Map.of(0, 0, 1, 1, 2, 1));
    assertThat(ArmCounts.group(3)).isEqualTo(2);
    assertThat(ArmCounts.group(1_000_000)).isEqualTo(ArmCounts.GROUPS - 1);
  }
}
