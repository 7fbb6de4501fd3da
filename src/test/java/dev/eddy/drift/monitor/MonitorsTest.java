package dev.eddy.drift.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.drift.count.Activity;
import dev.eddy.drift.count.Arm;
import dev.eddy.drift.count.ArmCounts;
import dev.eddy.drift.count.Distribution;
import dev.eddy.drift.count.ItemRatings;
import dev.eddy.drift.count.Lifts;
import dev.eddy.drift.count.Movements;
import dev.eddy.drift.count.Residuals;
import dev.eddy.drift.count.RunningMean;
import dev.eddy.drift.count.WindowCounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The monitors against brute force, and the examples of their documentation.
class MonitorsTest {

  private static final double EXACT = 1e-9;

  @Test
  void shouldGiveTheExamplesOfTheDocumentation() {
    assertThat(Concentration.gini(new double[] {1, 3}, 4)).isCloseTo(0.625, within(EXACT));
    Movements movements = new Movements();
    for (int user = 0; user < 200; user++) {
      movements.moved("u" + user, 0, user == 3 ? 10 : user == 7 ? 5 : 1);
    }
    assertThat(movements.topHundredth()).isCloseTo(15.0 / 213, within(EXACT));
    Distribution history = new Distribution();
    history.add(List.of("Drama"));
    history.add(List.of("Comedy"));
    Distribution list = new Distribution();
    list.add(List.of("Drama"));
    assertThat(history.divergence(list)).isCloseTo(1.9585, within(1e-4));
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
    assertThat(Concentration.gini(new double[] {7, 7, 7}, 3)).isZero();
    assertThat(Concentration.gini(new double[0], 3)).isNaN();
  }

  private static ArmCounts some(long seed, int lists) {
    SplittableRandom random = new SplittableRandom(seed);
    ArmCounts counts = new ArmCounts();
    for (int n = 0; n < lists; n++) {
      List<String> items = new ArrayList<>();
      random.ints(5, 0, 40).forEach(item -> items.add("i" + item));
      counts.shown(
          items,
          random.nextInt(100),
          random.nextInt(200),
          List.of("age=" + random.nextInt(9) * 10),
          1 + random.nextInt(50));
      counts.miscalibrated(random.nextDouble());
      counts.rated(random.nextBoolean(), random.nextDouble());
      counts.influenced("u" + seed + "-" + n, 0, random.nextDouble());
      counts.acted("u" + seed + "-" + n, 1);
      counts.rated("i" + n % 4, random.nextDouble(), new ItemRatings.Known(10, 0.5));
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
    Activity activity = new Activity();
    activity.add(Map.of(1, 40L, 20, 40L, 150, 20L));
    Residuals residuals = new Residuals();
    residuals.add(whole.of(Arm.TREATED).itemRatings());
    Population population = new Population(50, activity, residuals);
    for (Monitor monitor : Monitors.all()) {
      double value = monitor.value(whole.of(Arm.TREATED), population);
      assertThat(value).as(monitor.name()).isFinite();
      assertThat(monitor.value(parts.of(Arm.TREATED), population))
          .as(monitor.name())
          .isCloseTo(value, within(1e-9));
      assertThat(monitor.value(new ArmCounts(), new Population(50, activity, new Residuals())))
          .as(monitor.name() + " of nothing")
          .isNaN();
    }
    WindowCounts again = WindowCounts.decode(whole.encode());
    assertThat(again.of(Arm.TREATED).shown()).isEqualTo(whole.of(Arm.TREATED).shown());
    assertThat(again.of(Arm.TREATED).lists()).isEqualTo(200);
    assertThat(parts.of(Arm.TREATED).lists()).isEqualTo(200);
  }

  @Test
  void shouldKnowMeansAndTheirErrors() {
    SplittableRandom random = new SplittableRandom(8);
    double[] values = random.doubles(500).toArray();
    RunningMean moments = new RunningMean();
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

  /// Users of several partitions move items step by step; parts arrive with every commit.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldMeasureInfluenceAsEachUserCountedByItself(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int users = 30_000;
    double[] moved = new double[users];
    Movements whole = new Movements();
    for (int commit = 0; commit < 60; commit++) {
      Movements part = new Movements();
      for (int event = 0; event < 3_000; event++) {
        int user = (int) (users * Math.pow(random.nextDouble(), 3));
        double before = moved[user];
        moved[user] += -Math.log(random.nextDouble()) * 0.01;
        part.moved("u" + user, before, moved[user]);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      part.write(new DataOutputStream(bytes));
      assertThat(bytes.size()).as("bytes of a commit").isLessThan(7_000);
      whole.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
    double[] sorted = Arrays.stream(moved).filter(movement -> movement > 0).sorted().toArray();
    double sum = Arrays.stream(sorted).sum();
    double top = Arrays.stream(sorted).skip(sorted.length - sorted.length / 100).sum();
    assertThat(whole.users()).isEqualTo(sorted.length);
    assertThat(whole.sum()).isCloseTo(sum, within(1e-6));
    assertThat(whole.topHundredth()).isCloseTo(top / sum, within(0.005 * top / sum));
    List<String> furthest =
        IntStream.range(0, users)
            .boxed()
            .sorted(Comparator.comparingDouble(user -> -moved[user]))
            .limit(Movements.LEADERS)
            .map(user -> "u" + user)
            .toList();
    assertThat(whole.leaders()).extracting(Map.Entry::getKey).isEqualTo(furthest);
    assertThat(whole.sizeInBytes()).isLessThan(40_000);
  }

  /// As after a crash without transactions, or in another arm than before.
  @Test
  void shouldCountABucketThatWasNeverEnteredAsEmpty() {
    Movements movements = new Movements();
    movements.moved("a", 9, 10);
    movements.moved("b", 0, 2);
    assertThat(movements.users()).isEqualTo(2);
    assertThat(movements.sum()).isCloseTo(12, within(EXACT));
    assertThat(movements.topHundredth()).isCloseTo(10.0 / 12, within(EXACT));
    assertThat(movements.isEmpty()).isFalse();
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
  void shouldPutUsersIntoGroupsThatFollowEachOther() {
    for (int ratings = 0; ratings < 100_000; ratings++) {
      int group = Activity.group(ratings);
      assertThat(Activity.fewest(group)).isLessThanOrEqualTo(ratings);
      assertThat(Activity.fewest(group + 1)).isGreaterThan(ratings);
    }
    assertThat(Activity.fewest(Activity.group(Integer.MAX_VALUE))).isPositive();
  }

  /// A hundred users with 1 to 100 ratings: each tenth has ten of them.
  @Test
  void shouldTellTheLiftOfTenthsOfUsersByActivity() {
    Lifts lifts = new Lifts();
    Activity activity = new Activity();
    for (int ratings = 1; ratings <= 100; ratings++) {
      activity.add(Map.of(ratings, 1L));
      String sex = ratings % 2 == 0 ? "sex=f" : "sex=m";
      lifts.add(ratings, List.of(sex), 100 + ratings % 2 * 100, 100);
    }
    Map<Integer, Double> tenths = lifts.byTenth(activity);
    assertThat(tenths).hasSize(10);
    assertThat(tenths.keySet().iterator().next()).isEqualTo(1);
    assertThat(tenths.values()).allSatisfy(lift -> assertThat(lift).isBetween(0.4, 0.6));
    assertThat(lifts.byAttribute()).isEqualTo(Map.of("sex=f", 0.0, "sex=m", 1.0));
  }

  @Test
  void shouldTellSoManyAttributesApartAndNoMore() {
    Lifts lifts = new Lifts();
    for (int user = 999; user >= 100; user--) {
      Lifts part = new Lifts();
      part.add(3, List.of("id=" + user), 2, 1);
      lifts.add(part);
    }
    assertThat(lifts.byAttribute()).hasSize(Lifts.MOST_ATTRIBUTES).containsKeys("id=100", "id=163");
  }
}
