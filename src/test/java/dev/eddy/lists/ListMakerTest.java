package dev.eddy.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.Rank;
import dev.eddy.drift.count.Distribution;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;

/// What the brakes do to one list, and what is said of how likely it was.
class ListMakerTest {

  private static final int ITEMS = 60;
  private static final int SEED = 11;

  private final DotModel model =
      new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
  private final ItemIndex index = new ItemIndex(model, new ScalarKernels());
  private final ChoiceLists choices = new ChoiceLists(new ChoiceIndex(), index);
  private final float[] row =
      SomeRows.scatter(
          model.userLayout(), model.meanUser(model.newShared()), 0.5, new Random(SEED));
  private final ItemGenres genres =
      number -> List.of(number % 3 == 0 ? "Drama" : number % 3 == 1 ? "Comedy" : "War");

  @BeforeEach
  void fill() {
    Random random = new Random(SEED);
    for (int i = 0; i < ITEMS; i++) {
      float[] item = model.newItem("i" + i, model.newShared());
      SomeRows.scatter(model.itemLayout(), item, 0.3, random);
      index.put("i" + i, new MergedItem(item, 1, Sequences.NONE));
    }
    index.refresh();
  }

  private List<ListMaker.Entry> list(
      ListRequest request, Brakes brakes, Evidence evidence, List<History.Entry> history, long n) {
    ItemFilter filter = new ItemFilter(index, new RoaringBitmap(), 0);
    return new ListMaker(index, choices, request, brakes, evidence, new SplittableRandom(n))
        .of(row, history, filter);
  }

  private static ListRequest first(int n) {
    return new ListRequest(n, 0, 0, Policy.MODEL, Rank.RATING);
  }

  private static List<Integer> numbers(List<ListMaker.Entry> list) {
    return list.stream().map(ListMaker.Entry::number).toList();
  }

  private static History.Entry chose(int item) {
    return new History.Entry(item, true, 4, 1, item, item);
  }

  @Test
  void shouldSinkWhatTheUserWasShownAndDidNotTake() {
    List<Integer> usual = numbers(list(first(10), Brakes.NONE, Evidence.NONE, List.of(), 1));
    int ignored = usual.get(0);
    int taken = usual.get(1);
    Evidence evidence =
        new Evidence(number -> number == ignored || number == taken ? 9 : 0, ItemGenres.NONE);

    assertThat(numbers(list(first(10), Brakes.NONE, evidence, List.of(), 1))).isEqualTo(usual);

    Brakes discount = Brakes.NONE.with(Brake.IMPRESSION_DISCOUNT, 5);
    List<ListMaker.Entry> sunk = list(first(10), discount, evidence, List.of(chose(taken)), 1);
    assertThat(numbers(sunk)).doesNotContain(ignored).startsWith(taken);
    float score = list(first(10), Brakes.NONE, evidence, List.of(), 1).get(1).score();
    assertThat(sunk.getFirst().score()).as("what a score says stays").isEqualTo(score);
  }

  @Test
  void shouldSinkByTheLogarithmOfHowOftenItWasShown() {
    List<ListMaker.Entry> usual = list(first(ITEMS), Brakes.NONE, Evidence.NONE, List.of(), 1);
    int best = usual.getFirst().number();
    int times = 6;
    float between = (usual.get(4).score() + usual.get(5).score()) / 2;
    double discount = (usual.getFirst().score() - between) / Math.log(1 + times);
    Evidence evidence = new Evidence(number -> number == best ? times : 0, ItemGenres.NONE);
    Brakes brakes = Brakes.NONE.with(Brake.IMPRESSION_DISCOUNT, discount);
    assertThat(numbers(list(first(ITEMS), brakes, evidence, List.of(), 1)).indexOf(best))
        .isEqualTo(4);
  }

  private double divergence(List<Integer> list, List<History.Entry> history) {
    Distribution wanted = new Distribution();
    history.forEach(entry -> wanted.add(genres.of(entry.item())));
    Distribution shown = new Distribution();
    list.forEach(number -> shown.add(genres.of(number)));
    return wanted.divergence(shown);
  }

  @Test
  void shouldKeepTheMixOfGenresOfTheHistoryTheMoreTheMoreItCounts() {
    // Four fifths drama, one fifth comedy, no war.
    List<History.Entry> history = List.of(chose(3), chose(6), chose(9), chose(12), chose(4));
    Evidence evidence = new Evidence(Impressions.NONE, genres);
    double before = Double.POSITIVE_INFINITY;
    for (double weight : new double[] {0, 0.2, 0.5, 1}) {
      Brakes brakes = Brakes.NONE.with(Brake.CALIBRATION, weight);
      double now = divergence(numbers(list(first(10), brakes, evidence, history, 1)), history);
      assertThat(now).as("weight %s", weight).isLessThanOrEqualTo(before);
      before = now;
    }
    assertThat(before).as("eight dramas and two comedies").isCloseTo(0, within(1e-9));
    assertThat(divergence(numbers(list(first(10), Brakes.NONE, evidence, history, 1)), history))
        .isGreaterThan(0.1);
  }

  @Test
  void shouldLeaveListsAsTheyAreWhereNoGenreIsKnown() {
    Brakes brakes = Brakes.NONE.with(Brake.CALIBRATION, 1);
    assertThat(list(first(10), brakes, Evidence.NONE, List.of(chose(3)), 1))
        .isEqualTo(list(first(10), Brakes.NONE, Evidence.NONE, List.of(chose(3)), 1));
  }

  /// The divergence is the monitor's, also of items of several genres and of none.
  @Test
  void shouldMeasureTheDivergenceThatTheMonitorMeasures() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Map<Integer, List<String>> some = new HashMap<>();
    for (int number = 1; number <= 40; number++) {
      Set<String> of = new HashSet<>();
      for (int g = random.nextInt(4); g > 0; g--) {
        of.add("g" + random.nextInt(6));
      }
      some.put(number, List.copyOf(of));
    }
    List<History.Entry> history = new ArrayList<>();
    Distribution wanted = new Distribution();
    for (int number = 1; number <= 12; number++) {
      history.add(chose(number));
      wanted.add(some.get(number));
    }
    Calibration calibration = Calibration.of(some::get, history, 0.5);
    Distribution shown = new Distribution();
    for (int number = 13; number <= 40; number++) {
      double expected = calibration.divergenceWith(number);
      calibration.take(number);
      shown.add(some.get(number));
      if (!shown.isEmpty()) {
        assertThat(calibration.divergence()).isCloseTo(expected, within(1e-9));
        assertThat(expected).isCloseTo(wanted.divergence(shown), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0", "0.1, 5"})
  void shouldSayHowLikelyAListWasToHaveAnItem(double exploration, int offset) {
    int lists = 40_000;
    int n = 5;
    Brakes brakes = Brakes.NONE.with(Brake.EXPLORATION, exploration);
    ListRequest request = new ListRequest(n, offset, 0, Policy.MODEL, Rank.RATING);
    Map<Integer, Integer> times = new HashMap<>();
    Map<Integer, Double> said = new HashMap<>();
    for (int seed = 0; seed < lists; seed++) {
      for (ListMaker.Entry entry : list(request, brakes, Evidence.NONE, List.of(), seed)) {
        times.merge(entry.number(), 1, Integer::sum);
        said.put(entry.number(), entry.propensity());
      }
    }
    assertThat(said).hasSize(ITEMS - offset);
    said.forEach(
        (number, propensity) -> {
          double expected = lists * propensity;
          assertThat((double) times.get(number))
              .as("item %d", number)
              .isCloseTo(expected, within(5 * Math.sqrt(expected)));
        });
  }

  @Test
  void shouldSayHowLikelyTheControlGroupIsShownAnItem() {
    ListRequest random = new ListRequest(6, 0, 0, Policy.RANDOM, Rank.RATING);
    assertThat(list(random, Brakes.NONE, Evidence.NONE, List.of(), 1))
        .hasSize(6)
        .allSatisfy(entry -> assertThat(entry.propensity()).isEqualTo(6.0 / ITEMS));
    ListRequest popular = new ListRequest(6, 0, 0, Policy.POPULAR, Rank.RATING);
    assertThat(list(popular, Brakes.NONE, Evidence.NONE, List.of(), 1))
        .allSatisfy(entry -> assertThat(entry.propensity()).isOne());
  }

  @Test
  void shouldNotSayWhatNobodyKnows() {
    Brakes drawn = Brakes.NONE.with(Brake.THOMPSON, 1).with(Brake.EXPLORATION, 0.5);
    List<ListMaker.Entry> list = list(first(20), drawn, Evidence.NONE, List.of(), 3);
    assertThat(list).anyMatch(entry -> entry.reason().kind() == Reason.Kind.RANDOM);
    assertThat(list)
        .allSatisfy(
            entry ->
                assertThat(Double.isNaN(entry.propensity()))
                    .isEqualTo(entry.reason().kind() != Reason.Kind.RANDOM));
  }
}
