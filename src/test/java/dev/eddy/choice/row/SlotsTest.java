package dev.eddy.choice.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {

  private static void add(Slots slots, int item, float weight) {
    slots.addAll(new int[] {item}, new float[] {weight});
  }

  private static Slots full() {
    Slots slots = new Slots();
    for (int item = 0; item < Slots.MOST; item++) {
      add(slots, item, 10 + item);
    }
    return slots;
  }

  @Test
  void shouldAddUpWeights() {
    Slots slots = new Slots();
    add(slots, 7, 1);
    add(slots, 9, 0.5f);
    add(slots, 7, 2);
    assertThat(slots.size()).isEqualTo(2);
    assertThat(slots.weightOf(7)).isEqualTo(3);
    assertThat(slots.weightOf(8)).isZero();
  }

  @Test
  void shouldGiveTheLightestSlotToANewcomer() {
    Slots slots = full();
    add(slots, 500, 1);
    assertThat(slots.size()).isEqualTo(Slots.MOST);
    assertThat(slots.weightOf(0)).isZero();
    assertThat(slots.weightOf(500)).as("it starts afresh").isEqualTo(1);
    add(slots, 501, 1);
    assertThat(slots.weightOf(500)).as("newcomers crowd out one another").isZero();
    assertThat(slots.weightOf(1)).isEqualTo(11);
  }

  @Test
  void shouldNeverWeighLessThanNothing() {
    Slots slots = new Slots();
    add(slots, 1, -5);
    assertThat(slots.size()).isZero();
    add(slots, 1, 2);
    add(slots, 1, -5);
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
}
