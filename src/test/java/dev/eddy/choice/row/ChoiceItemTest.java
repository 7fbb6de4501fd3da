package dev.eddy.choice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.item.Sequences;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceItemTest {

  /// What a partition counted of an item, up to 20 choices.
  private static ChoiceDelta delta(Random random, int partition) {
    ChoiceView item = new ChoiceView(null);
    item.open();
    double clock = 1_000 * random.nextDouble();
    for (int n = 0; n < 20; n++) {
      clock += 10 * random.nextDouble();
      item.choose(1, random.nextDouble(), clock, random.nextInt(1_000_000));
      item.rate(1, random.nextGaussian());
      item.after(random.nextInt(50), random.nextFloat());
    }
    return item.flush(partition, 1);
  }

  private static float[] fading(ChoiceCounts item, double clock) {
    float[] counts = new float[HalfLives.SIZE];
    item.fading(clock, counts);
    return counts;
  }

  private static void assertCountsAlike(ChoiceCounts one, ChoiceCounts other) {
    assertThat(one.count()).isCloseTo(other.count(), within(1e-9));
    assertThat(one.evidentCount()).isCloseTo(other.evidentCount(), within(1e-5));
    assertThat(one.rated()).isEqualTo(other.rated());
    assertThat(one.residual()).isCloseTo(other.residual(), within(1e-9));
    assertThat(one.bornMs()).isEqualTo(other.bornMs());
    assertThat(fading(one, 2_000)).containsExactly(fading(other, 2_000), within(1e-3f));
  }

  private static void assertAlike(ChoiceItem one, ChoiceItem other) {
    assertCountsAlike(one, other);
    assertThat(one.neighbours()).isEqualTo(other.neighbours());
    for (int place = 0; place < one.neighbours(); place++) {
      assertThat(one.weight(place)).isCloseTo(other.weightOf(one.neighbour(place)), within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldMergeInAnyOrder(long seed) {
    Random random = new Random(seed);
    ChoiceDelta[] deltas = {delta(random, 0), delta(random, 1), delta(random, 2)};
    ChoiceItem forth = new ChoiceItem();
    ChoiceItem back = new ChoiceItem();
    for (int n = 0; n < 3; n++) {
      forth.merge(deltas[n]);
      back.merge(deltas[2 - n]);
    }
    assertAlike(forth, back);
    assertThat(forth.count()).isCloseTo(60, within(1e-9));
    assertThat(back.sequences().of(1)).isEqualTo(1);
    ChoiceItem joined = new ChoiceItem();
    joined.merge(deltas[0].and(deltas[1]));
    joined.merge(deltas[2]);
    assertCountsAlike(joined, forth);
  }

  @Test
  void shouldComeBackFromTheStore() {
    ChoiceItem item = new ChoiceItem();
    item.merge(delta(new Random(6), 3));
    assertAlike(ChoiceItem.stored(item.whole(), item.sequences()), item);
  }

  @Test
  void shouldHalveCountsByTheirHalfLives() {
    ChoiceItem item = new ChoiceItem();
    item.choose(8, 1, 50, 0);
    assertThat(fading(item, 50)).containsOnly(8);
    assertThat(fading(item, 0)).as("a clock that lags").containsOnly(8);
    assertThat(fading(item, 150)[0]).isCloseTo(4, within(1e-4f));
    assertThat(fading(item, 1_050)[1]).isCloseTo(4, within(1e-4f));
    assertThat(fading(item, 10_050)[2]).isCloseTo(4, within(1e-4f));
    assertThat(fading(item, 100_050)[3]).isCloseTo(4, within(1e-4f));
    assertThat(fading(item, 1e12)).containsOnly(0);
  }

  @Test
  void shouldCountNewAccountsAsFarAsOthersChooseTheSame() {
    ChoiceItem pushed = new ChoiceItem();
    ChoiceItem wanted = new ChoiceItem();
    for (int n = 0; n < 10; n++) {
      pushed.choose(1, 0, 0, 0);
      pushed.rate(1, 2);
      wanted.choose(1, n % 2, 0, 0);
      wanted.rate(1, 2);
    }
    assertThat(pushed.evidentCount()).isLessThan(0.5);
    assertThat(fading(pushed, 0)[0]).isLessThan(0.5f);
    assertThat(pushed.residual()).isLessThan(0.2);
    assertThat(wanted.evidentCount()).isEqualTo(10);
    assertThat(fading(wanted, 0)).containsOnly(10);
    assertThat(wanted.residual()).isGreaterThan(1);
    double before = wanted.evidentCount();
    for (int n = 0; n < 10; n++) {
      wanted.choose(1, 0, 0, 0);
    }
    assertThat(wanted.evidentCount()).isLessThan(1.1 * before);
    pushed.choose(990, 0, 0, 0);
    assertThat(pushed.evidentCount()).as("very many are evidence").isGreaterThan(10);
  }

  @Test
  void shouldKeepNoMoreNeighboursThanThereArePlaces() {
    ChoiceView view = new ChoiceView(null);
    view.open();
    for (int n = 0; n < 1_000; n++) {
      view.after(n, 1);
    }
    ChoiceItem item = new ChoiceItem();
    item.merge(view.flush(0, 1));
    assertThat(item.neighbours()).isEqualTo(Slots.MOST);
    assertThat(item.whole().neighbours()).hasSize(Slots.MOST);
  }

  @Test
  void shouldTakeBackWhatItCounted() {
    ChoiceCounts counts = new ChoiceCounts();
    counts.choose(1, 1, 1, 5);
    counts.takeBack(1, 1);
    assertThat(counts.count()).isZero();
    counts.takeBack(1, 1);
    assertThat(counts.count()).as("never less than nothing").isZero();
    ChoiceCounts skipped = new ChoiceCounts();
    skipped.choose(-0.5, 1, 1, 5);
    skipped.takeBack(-0.5, 1);
    skipped.choose(1, 1, 1, 5);
    assertThat(skipped.evidentCount()).isEqualTo(1);
  }

  @Test
  void shouldNotChangeACopy() {
    ChoiceItem item = new ChoiceItem();
    item.merge(delta(new Random(7), 1));
    ChoiceItem copy = item.copy();
    ChoiceItem same = ChoiceItem.stored(item.whole(), item.sequences());
    item.merge(delta(new Random(8), 2));
    assertAlike(copy, same);
    assertThat(copy.sequences().of(2)).isEqualTo(Sequences.NONE.of(2));
  }
}
