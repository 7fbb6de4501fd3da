package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.Direction;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.ModelKind;
import dev.eddy.factorization.model.NeuralModel;
import dev.eddy.factorization.model.SomeSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.TopN;
import dev.eddy.kernel.VectorKernels;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemIndexTest {

  private static final int ITEMS = 2_500;

  private final VectorKernels kernels = KernelChoice.AUTO.select();
  private final DotModel model = new DotModel(LearningSettings.forScale(0.5, 5), kernels);
  private final ItemIndex index = new ItemIndex(model, kernels);
  private final SplittableRandom random = new SplittableRandom(11);

  private MergedItem random() {
    float[] values = new float[model.itemLayout().length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new MergedItem(values, 1 + random.nextInt(9), Sequences.NONE);
  }

  @Test
  void shouldFindTheSameAsAFullSort() {
    for (int i = 0; i < ITEMS; i++) {
      index.put("i" + i, random());
    }
    float[] user = random().values();
    TopN best = new TopN(50);
    index.scan(user, number -> number % 3 != 0, best);
    int[] expected =
        IntStream.range(1, index.numberedEnd())
            .filter(number -> number % 3 != 0)
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    (Integer number) ->
                        -model.score(model.newShared(), user, index.merged(number).values())))
            .limit(50)
            .mapToInt(number -> number)
            .toArray();
    assertThat(best.drain(new float[50])).containsExactly(expected);
    assertThat(index.size()).isEqualTo(ITEMS);
    assertThat(index.recommendable()).isEqualTo(ITEMS);
    assertThat(index.countSum())
        .isEqualTo(
            IntStream.range(1, index.numberedEnd())
                .map(number -> index.merged(number).count())
                .sum());
  }

  // Vectors of few dimensions and a little noise, as they are learned: the heads pass most over,
  // and lists are those of a full scan to the last bit.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 1})
  void shouldFindTheSameByHeadsAsByAFullScan(double noise) {
    int dimensions = 6;
    float[][] directions = new float[dimensions][];
    for (int d = 0; d < dimensions; d++) {
      directions[d] = random().values();
    }
    for (int i = 0; i < 2 * ITEMS; i++) {
      index.put("i" + i, mix(directions, noise));
    }
    float[][] users = new float[20][];
    for (int u = 0; u < users.length; u++) {
      users[u] = mix(directions, noise).values();
    }
    int[][] expected = new int[users.length][];
    float[][] scores = new float[users.length][25];
    for (int u = 0; u < users.length; u++) {
      TopN best = new TopN(25);
      index.scan(users[u], number -> number % 7 != 0, best);
      expected[u] = best.drain(scores[u]);
    }
    index.refresh(); // from here on with heads
    for (int u = 0; u < users.length; u++) {
      TopN best = new TopN(25);
      index.scan(users[u], number -> number % 7 != 0, best);
      float[] byHeads = new float[25];
      assertThat(best.drain(byHeads)).as("user %d", u).containsExactly(expected[u]);
      assertThat(byHeads).as("user %d", u).containsExactly(scores[u]);
    }
  }

  // What is put after the axes were found, in segments old and new, is found by its own heads.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFindByHeadsWhatWasPutLater(boolean otherAxes) {
    float[][] directions = {random().values(), random().values(), random().values()};
    for (int i = 0; i < ITEMS; i++) {
      index.put("i" + i, mix(directions, 0.01));
    }
    index.refresh();
    for (int i = 0; i < ITEMS; i++) {
      index.put("i" + i, mix(directions, 0.01));
      index.put("new" + i, mix(directions, 0.01));
    }
    index.putStart("start", mix(directions, 0.01).values());
    index.putStart("gone", mix(directions, 0.01).values());
    index.removeStart("gone");
    if (otherAxes) {
      for (int i = 0; i < 40 * ITEMS; i++) { // often enough for axes to be found anew
        index.put("i1", index.merged(index.find("i1")));
      }
      index.refresh();
    }
    assertThat(index.recommendable())
        .isEqualTo(
            IntStream.range(1, index.numberedEnd())
                .filter(number -> index.item(number) != null)
                .count());
    for (int u = 0; u < 20; u++) {
      float[] user = mix(directions, 0.01).values();
      int[] expected =
          IntStream.range(1, index.numberedEnd())
              .filter(number -> index.item(number) != null)
              .boxed()
              .sorted(Comparator.comparingDouble(number -> -score(user, number)))
              .limit(10)
              .mapToInt(number -> number)
              .toArray();
      TopN best = new TopN(10);
      index.scan(user, number -> true, best);
      assertThat(best.drain(new float[10])).as("user %d", u).containsExactly(expected);
    }
  }

  /// The score as the index computes it, but for the order of its sums.
  private double score(float[] user, int number) {
    return model.score(model.newShared(), user, index.item(number).values());
  }

  @Test
  void shouldScanOnThoughARowIsNotFinite() {
    float[][] directions = {random().values(), random().values()};
    for (int i = 0; i < ITEMS; i++) {
      index.put("i" + i, mix(directions, 0.01));
    }
    float[] spoilt = random().values();
    java.util.Arrays.fill(spoilt, Float.NaN);
    index.put("spoilt", new MergedItem(spoilt, 1, Sequences.NONE));
    index.refresh();
    TopN best = new TopN(ITEMS + 1);
    index.scan(mix(directions, 0.01).values(), number -> true, best);
    assertThat(best.size()).isEqualTo(ITEMS);
  }

  private MergedItem mix(float[][] directions, double noise) {
    float[] values = new float[model.itemLayout().length()];
    for (float[] direction : directions) {
      float along = (float) random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] += along * direction[i];
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (noise * random.nextGaussian());
    }
    return new MergedItem(values, 1, Sequences.NONE);
  }

  @Test
  void shouldLeaveOutItemsWithoutARowAndTheSharedRow() {
    index.number("named only");
    index.put("", new MergedItem(model.newShared(), 0, Sequences.NONE));
    index.put("rated", random());
    TopN best = new TopN(10);
    index.scan(new float[model.userLayout().length()], number -> true, best);
    assertThat(best.drain(new float[10])).containsExactly(index.find("rated"));
    assertThat(index.find("never named")).isEqualTo(-1);
  }

  @Test
  void shouldFindNeighboursByDirection() {
    for (int i = 0; i < 500; i++) {
      index.put("i" + i, random());
    }
    float[] twin = index.merged(index.find("i7")).values().clone();
    for (int i = 0; i < twin.length; i++) {
      twin[i] *= 0.1f;
    }
    index.put("twin", new MergedItem(twin, 1, Sequences.NONE));
    TopN best = new TopN(1);
    int i7 = index.find("i7");
    index.neighbours(index.directions().of(i7), 0, number -> number != i7, best);
    float[] cosine = new float[1];
    assertThat(best.drain(cosine)).containsExactly(index.find("twin"));
    assertThat(cosine[0]).isBetween(0.9999f, 1.0001f);
  }

  // Items that share a strong common part are told apart by the rest of it.
  @Test
  void shouldTakeWhatAllItemsHaveInCommonOutOfNeighbours() {
    float[] shared = model.newShared();
    float[] common = random().values();
    for (int i = 0; i < common.length; i++) {
      common[i] *= 20;
    }
    for (int i = 0; i < 3_000; i++) {
      model.followItem(shared, common);
    }
    index.put("", new MergedItem(shared, 1, Sequences.NONE));
    float[] mean = model.meanItem(index.shared());
    float[] own = random().values();
    float[] other = random().values();
    index.put("a", new MergedItem(sum(mean, own, 1), 1, Sequences.NONE));
    index.put("like", new MergedItem(sum(mean, own, 0.5f), 1, Sequences.NONE));
    index.put("unlike", new MergedItem(sum(mean, other, 1), 1, Sequences.NONE));
    int a = index.find("a");
    TopN best = new TopN(2);
    index.neighbours(index.directions().of(a), 0, number -> number != a, best);
    float[] cosines = new float[2];
    assertThat(best.drain(cosines)).containsExactly(index.find("like"), index.find("unlike"));
    assertThat(cosines[0]).isGreaterThan(0.99f);
    assertThat(cosines[1]).isLessThan(0.6f);
  }

  // The scan passes most over before it knows their cosine; what it finds is the nearest of all.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 5})
  void shouldFindTheNearestOfAllThatHaveEnoughRatings(double common) {
    float[] shared = model.newShared();
    float[] start = random().values();
    for (int i = 0; i < start.length; i++) {
      start[i] *= (float) common;
    }
    for (int i = 0; i < 3_000; i++) {
      model.followItem(shared, start);
    }
    index.put("", new MergedItem(shared, 1, Sequences.NONE));
    float[] mean = model.meanItem(shared);
    for (int i = 0; i < ITEMS; i++) {
      MergedItem own = random();
      index.put("i" + i, new MergedItem(sum(mean, own.values(), 1), own.count(), Sequences.NONE));
    }
    index.remove("i5");
    Direction wanted = index.directions().of(index.find("i7"));
    TopN best = new TopN(20);
    index.neighbours(wanted, 4, number -> number % 2 == 0, best);
    int[] expected =
        IntStream.range(1, index.numberedEnd())
            .filter(number -> number % 2 == 0 && index.count(number) >= 4)
            .boxed()
            .sorted(
                Comparator.comparingDouble(number -> -wanted.cosine(index.directions().of(number))))
            .limit(20)
            .mapToInt(number -> number)
            .toArray();
    float[] cosines = new float[20];
    assertThat(best.drain(cosines)).containsExactly(expected);
    for (int i = 0; i < 20; i++) {
      float cosine = wanted.cosine(index.directions().of(expected[i]));
      assertThat(cosines[i]).isCloseTo(cosine, within(1e-3f));
    }
  }

  private static float[] sum(float[] a, float[] b, float factor) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * b[i];
    }
    return sum;
  }

  @Test
  void shouldScoreSomeItemsAsItScoresAll() {
    for (int i = 0; i < ITEMS; i++) {
      index.put("i" + i, random());
    }
    float[] user = random().values();
    int[] some = {index.find("i3"), index.find("i1999"), index.find("i700")};
    TopN best = new TopN(3);
    index.scan(user, some, number -> true, best);
    float[] found = new float[3];
    int[] numbers = best.drain(found);
    float[] all = index.scores(user);
    float offset = model.scanOffset(index.shared(), user);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(all[numbers[i]]).isCloseTo(found[i] + offset, within(1e-3f));
      assertThat(all[numbers[i]])
          .isCloseTo(
              model.score(index.shared(), user, index.merged(numbers[i]).values()), within(1e-3f));
    }
    assertThat(numbers).containsExactlyInAnyOrder(some);
    assertThat(all[0]).as("the shared row is no item").isEqualTo(Float.NEGATIVE_INFINITY);
  }

  // The network's halves of items are made again when its weights change, so lists follow both.
  @Test
  void shouldScanANetworkAsItScores() {
    NeuralModel network =
        new NeuralModel(SomeSettings.forScale(0.5, 5).model(ModelKind.NN).build(), kernels);
    ItemIndex items = new ItemIndex(network, kernels);
    float[] shared = network.newShared();
    for (int weights = 0; weights < 2; weights++) {
      for (int i = 0; i < 1_500; i++) {
        float[] values = network.newItem("i" + i, shared);
        for (int f = 0; f < values.length; f++) {
          values[f] += (float) (0.3 * random.nextGaussian());
        }
        items.put("i" + i, new MergedItem(values, 1, Sequences.NONE));
      }
      shared = shared.clone();
      for (int i = 0; i < shared.length; i++) {
        shared[i] += (float) (0.02 * random.nextGaussian());
      }
      items.put("", new MergedItem(shared, 0, Sequences.NONE));
      items.refresh();
      float[] user = network.meanUser(shared);
      network.addNoise("u", user);
      for (int f = 3; f < user.length; f++) {
        user[f] += (float) (0.3 * random.nextGaussian());
      }
      TopN best = new TopN(20);
      items.scan(user, number -> true, best);
      float[] scores = new float[20];
      int[] numbers = best.drain(scores);
      for (int i = 0; i < numbers.length; i++) {
        assertThat(scores[i] + network.scanOffset(shared, user))
            .isCloseTo(
                network.score(shared, user, items.merged(numbers[i]).values()),
                org.assertj.core.api.Assertions.within(1e-3f));
      }
      float worst = scores[numbers.length - 1] + network.scanOffset(shared, user);
      for (int i = 0; i < 1_500; i++) {
        int number = items.find("i" + i);
        if (java.util.Arrays.stream(numbers).noneMatch(listed -> listed == number)) {
          assertThat(network.score(shared, user, items.merged(number).values()))
              .isLessThan(worst + 1e-3f);
        }
      }
    }
  }

  @Test
  void shouldHoldItemsThatNobodyRatedAtTheirStart() {
    index.putStart("new", model.newItem("new", model.newShared()));
    int number = index.find("new");
    assertThat(index.merged(number)).isNull();
    assertThat(index.item(number).count()).isZero();
    assertThat(index.size()).isZero();
    index.put("new", random());
    MergedItem rated = index.merged(number);
    index.putStart("new", model.newItem("new", model.newShared()));
    assertThat(index.item(number)).as("a rated row stays").isSameAs(rated);
    index.putStart("other", model.newItem("other", model.newShared()));
    index.removeStart("other");
    index.removeStart("never named");
    TopN neighbours = new TopN(5);
    index.neighbours(index.directions().of(number), 0, any -> any != number, neighbours);
    assertThat(neighbours.size()).as("what was taken out is near to nothing").isZero();
    TopN best = new TopN(5);
    index.scan(new float[model.userLayout().length()], any -> true, best);
    assertThat(best.drain(new float[5])).containsExactly(number);
  }

  private static MergedItem counted(int count) {
    return new MergedItem(new float[] {0.5f, count}, count, Sequences.NONE);
  }

  @Test
  void shouldKeepWhatWaitsOutOfTheVectors() {
    for (int i = 0; i < 10 * ScanVectors.SEGMENT; i++) {
      index.put("waits" + i, counted(1));
    }
    assertThat(index.slots()).as("room for rows").isZero();
    assertThat(index.size()).isZero();
    assertThat(index.countSum()).isEqualTo(10 * ScanVectors.SEGMENT);
    int number = index.find("waits77");
    assertThat(index.merged(number)).isNull();
    assertThat(index.item(number)).isNull();
    assertThat(index.count(number)).isEqualTo(1);
    assertThat(index.mostRated(10, 1)).isEmpty();

    index.put("waits77", random());
    TopN best = new TopN(10);
    index.scan(new float[model.userLayout().length()], any -> true, best);
    assertThat(best.drain(new float[10])).containsExactly(number);
    assertThat(index.slots()).isEqualTo(ScanVectors.SEGMENT);
  }

  @Test
  void shouldUseTheSlotsOfRowsThatLeftAgain() {
    for (int i = 0; i < ScanVectors.SEGMENT; i++) {
      index.put("i" + i, random());
    }
    for (int i = 0; i < ScanVectors.SEGMENT; i += 2) {
      index.put("i" + i, counted(3));
      index.put("new" + i, random());
    }
    assertThat(index.slots()).isEqualTo(ScanVectors.SEGMENT);
    assertThat(index.size()).isEqualTo(ScanVectors.SEGMENT);
    float[] user = random().values();
    int[] expected =
        IntStream.range(1, index.numberedEnd())
            .filter(number -> index.merged(number) != null)
            .boxed()
            .sorted(Comparator.comparingDouble(number -> -score(user, number)))
            .limit(200)
            .mapToInt(number -> number)
            .toArray();
    TopN best = new TopN(200);
    index.scan(user, number -> true, best);
    assertThat(best.drain(new float[200])).containsExactly(expected);
    float[] scores = index.scores(user);
    assertThat(scores[index.find("i0")]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(scores[index.find("new0")])
        .isCloseTo((float) score(user, index.find("new0")), within(1e-3f));
    TopN near = new TopN(1);
    index.neighbours(index.directions().of(index.find("new2")), 0, number -> true, near);
    assertThat(near.drain(new float[1])).containsExactly(index.find("new2"));
  }

  @Test
  void shouldForgetAnItemButNotItsNumber() {
    index.put("a", random());
    index.put("b", random());
    int a = index.find("a");
    index.remove("a");
    index.remove("never named");
    assertThat(index.find("a")).isEqualTo(a);
    assertThat(index.counted(a)).isNull();
    assertThat(index.item(a)).isNull();
    assertThat(index.size()).isEqualTo(1);
    TopN best = new TopN(5);
    index.scan(new float[model.userLayout().length()], any -> true, best);
    assertThat(best.drain(new float[5])).containsExactly(index.find("b"));
    index.put("a", counted(1));
    index.remove("a");
    assertThat(index.counted(a)).isNull();
    index.put("c", random());
    assertThat(index.slots()).isEqualTo(ScanVectors.SEGMENT);
    assertThat(index.merged(index.number("c"))).isNotNull();
  }

  @Test
  void shouldHoldAnItemThatWaitsAtItsStart() {
    index.put("new", counted(2));
    index.putStart("new", model.newItem("new", model.newShared()));
    int number = index.find("new");
    assertThat(index.item(number).count()).isZero();
    assertThat(index.count(number)).isEqualTo(2);
    index.put("new", counted(3));
    assertThat(index.item(number)).as("it goes on waiting").isNotNull();
    assertThat(index.slots()).isEqualTo(ScanVectors.SEGMENT);
    index.removeStart("new");
    assertThat(index.item(number)).isNull();
    assertThat(index.count(number)).isEqualTo(3);
  }

  // Rows are all ones or all twos; a scan that met half a row would see another sum.
  @Test
  void shouldNeverShowHalfARow() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    float[][] rows = new float[2][model.itemLayout().length()];
    java.util.Arrays.fill(rows[0], 1);
    java.util.Arrays.fill(rows[1], 2);
    index.put("i", new MergedItem(rows[0], 1, Sequences.NONE));
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int n = 0; !stop.get(); n++) {
                    index.put("i", new MergedItem(rows[n & 1], 1, Sequences.NONE));
                  }
                });
    float[] user = new float[model.userLayout().length()];
    java.util.Arrays.fill(user, 1);
    float k = model.scanLength();
    try {
      for (int n = 0; n < 3_000; n++) {
        TopN best = new TopN(1);
        index.scan(user, number -> true, best);
        float[] score = new float[1];
        best.drain(score);
        assertThat(score[0]).isIn(k + 1, 2 * k + 2);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
  }
}
