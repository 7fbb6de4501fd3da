package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static Slots full() {
    Slots slots = new Slots();
    for (int item = 0; item < Slots.MOST; item++) {
      slots.add(item, 10 + item);
    }
    return slots;
  }

  @Test
  void shouldAddUpWeights() {
    Slots slots = new Slots();
    slots.add(7, 1);
    slots.add(9, 0.5f);
    slots.add(7, 2);
    assertThat(slots.size()).isEqualTo(2);
    assertThat(slots.weightOf(7)).isEqualTo(3);
    assertThat(slots.weightOf(8)).isZero();
  }

  @Test
  void shouldGiveTheLightestSlotToANewcomer() {
    Slots slots = full();
    slots.add(500, 1);
    assertThat(slots.size()).isEqualTo(Slots.MOST);
    assertThat(slots.weightOf(0)).isZero();
    assertThat(slots.weightOf(500)).as("it starts afresh").isEqualTo(1);
    slots.add(501, 1);
    assertThat(slots.weightOf(500)).as("newcomers crowd out one another").isZero();
    assertThat(slots.weightOf(1)).isEqualTo(11);
  }

  @Test
  void shouldNeverWeighLessThanNothing() {
    Slots slots = new Slots();
    slots.add(1, -5);
    assertThat(slots.size()).isZero();
    slots.add(1, 2);
    slots.add(1, -5);
    assertThat(slots.weightOf(1)).isZero();
  }

  @Test
  void shouldKeepTheHeaviestOfWhatIsMerged() {
    Slots slots = full();
    int[] newcomers = new int[200];
    float[] weights = new float[200];
    for (int n = 0; n < 200; n++) {
      newcomers[n] = 1000 + n;
      weights[n] = n;
    }
    slots.addAll(newcomers, weights);
    assertThat(slots.size()).isEqualTo(Slots.MOST);
    for (int n = 140; n < 200; n++) {
      assertThat(slots.weightOf(1000 + n)).isEqualTo(n);
    }
  }

  @Test
  void shouldAddToWhoHasASlotBeforeNewcomersTakeIt() {
    Slots slots = full();
    slots.addAll(new int[] {700, 0}, new float[] {1, 50});
    assertThat(slots.weightOf(0)).isEqualTo(60);
    assertThat(slots.weightOf(700)).isEqualTo(1);
    assertThat(slots.weightOf(1)).as("now the lightest").isZero();
  }

  @Test
  void shouldTellWhatChanged() {
    Random random = new Random(11);
    Slots then = new Slots();
    for (int n = 0; n < 50; n++) {
      then.add(random.nextInt(40), random.nextFloat());
    }
    Slots now = then.copy();
    for (int n = 0; n < 30; n++) {
      now.add(random.nextInt(60), random.nextFloat());
    }
    int[] items = new int[Slots.MOST];
    float[] changes = new float[Slots.MOST];
    int changed = now.since(then, items, changes);
    for (int n = 0; n < changed; n++) {
      then.add(items[n], changes[n]);
    }
    for (int item = 0; item < 60; item++) {
      assertThat(then.weightOf(item)).isEqualTo(now.weightOf(item));
    }
  }
}
