package dev.eddy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FollowersTest {

  private static float weight(Followers.List list, int item) {
    for (int n = 0; n < list.items().length; n++) {
      if (list.items()[n] == item) {
        return list.weights()[n];
      }
    }
    return 0;
  }

  @Test
  void shouldBeTheSlotsOfAllItemsTheOtherWayRound() {
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
        Followers.List after = rows.followers(item.neighbour(slot));
        if (after.items().length < 128) { // else it may not be among the nearest
          assertThat(weight(after, number)).as("seed %d", seed).isEqualTo(item.weight(slot));
          looked++;
        }
      }
    }
    assertThat(looked).isGreaterThan(1_000);
  }

  @Test
  void shouldForgetWhoseSlotWasGivenAway() {
    Followers followers = new Followers();
    MergedChoices rows = new MergedChoices();
    ChoiceItem before = new ChoiceItem();
    before.after(1, 1);
    ChoiceItem now = new ChoiceItem();
    now.after(2, 1);
    followers.put(9, null, before);
    followers.publish(rows);
    assertThat(followers.after(1).items()).containsExactly(9);
    followers.put(9, before, now);
    assertThat(followers.after(1).items()).as("as published").containsExactly(9);
    followers.publish(rows);
    assertThat(followers.after(1).items()).isEmpty();
    assertThat(followers.after(2).items()).containsExactly(9);
    assertThat(followers.after(1_000_000).items()).isEmpty();
  }

  @Test
  void shouldKeepTheNearestOfMany() {
    Followers followers = new Followers();
    MergedChoices rows = new MergedChoices();
    for (int number = 2; number < 1_000; number++) {
      ChoiceItem item = new ChoiceItem();
      item.after(1, number);
      followers.put(number, null, item);
    }
    followers.publish(rows);
    assertThat(followers.after(1).items()).hasSize(128).contains(999, 900).doesNotContain(2);
  }
}
