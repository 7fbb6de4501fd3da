package dev.eddy.choice.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.SomeChoices;
import dev.eddy.factorization.item.Sequences;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  private static float near(Neighbours.List list, int item) {
    for (int n = 0; n < list.items().length; n++) {
      if (list.items()[n] == item) {
        return list.near()[n];
      }
    }
    return 0;
  }

  private static ChoiceDelta nothing() {
    ChoiceView view = new ChoiceView(null);
    view.open();
    return view.flush(0, 1);
  }

  private static ChoiceDelta delta(int chosen, float weight) {
    ChoiceView view = new ChoiceView(null);
    view.open();
    view.after(chosen, weight);
    return view.flush(0, 1);
  }

  private static ChoiceItem after(int chosen, float weight) {
    return ChoiceItem.stored(delta(chosen, weight), Sequences.NONE);
  }

  @Test
  void shouldCountWhatIsChosenAfterAndHalfOfWhatIsChosenBefore() {
    long seed = 41;
    Random random = new Random(seed);
    MergedChoices rows = new MergedChoices();
    ChoiceLearner learner = new ChoiceLearner(rows, 0, SomeChoices.SETTINGS);
    SomeChoices world = new SomeChoices(seed);
    for (int flush = 1; flush <= 20; flush++) {
      world.teach(learner, 1 + random.nextInt(200));
      learner.flush(flush, rows);
      rows.publish();
    }
    int looked = 0;
    for (int place = 0; place < rows.size(); place++) {
      int number = rows.numberAt(place);
      ChoiceItem item = rows.item(number);
      for (int slot = 0; slot < item.neighbours(); slot++) {
        int chosen = item.neighbour(slot);
        ChoiceItem other = rows.item(chosen);
        if (rows.near(chosen).items().length < 256) { // else it may not be among the nearest
          float weight = item.weight(slot) + 0.5f * other.weightOf(number);
          double root = Math.sqrt(item.count() * other.count());
          assertThat(near(rows.near(chosen), number))
              .as("seed %d", seed)
              .isCloseTo((float) (weight / (root + 10)), within(0.02f)); // counts may be newer
          looked++;
        }
      }
    }
    assertThat(looked).isGreaterThan(1_000);
  }

  @Test
  void shouldForgetWhoseSlotWasGivenAway() {
    MergedChoices rows = new MergedChoices();
    for (int number = 1; number <= 2; number++) {
      rows.item(number, nothing());
    }
    Neighbours neighbours = new Neighbours();
    neighbours.put(9, null, after(1, 1));
    neighbours.publish(rows);
    assertThat(neighbours.of(1).items()).containsExactly(9);
    neighbours.put(9, after(1, 1), after(2, 1));
    assertThat(neighbours.of(1).items()).as("as published").containsExactly(9);
    neighbours.publish(rows);
    assertThat(neighbours.of(1).items()).isEmpty();
    assertThat(neighbours.of(2).items()).containsExactly(9);
    assertThat(neighbours.of(1_000_000).items()).isEmpty();
  }

  @Test
  void shouldKeepTheNearestOfMany() {
    MergedChoices rows = new MergedChoices();
    rows.item(1, nothing());
    Neighbours neighbours = new Neighbours();
    for (int number = 2; number < 1_000; number++) {
      neighbours.put(number, null, after(1, number));
    }
    neighbours.publish(rows);
    assertThat(neighbours.of(1).items()).hasSize(256).contains(999, 900).doesNotContain(2);
  }
}
