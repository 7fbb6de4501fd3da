package dev.eddy.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.RatingRecommender;
import org.junit.jupiter.api.Test;

class NewItemsTest {

  private static final int USERS = 40;

  /// Of 40 users two are a twentieth; the two kindest come first for an item nobody knows.
  @Test
  void shouldCountWhoIsFoundAgainstARandomOrder() {
    RatingRecommender eddy = RatingRecommender.forScale(0.5, 5);
    NewItems newItems = new NewItems(new RatingScale(0.5, 5), 0, 1_000);
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < 5; item++) {
        newItems.rate(eddy, "u" + user, "old" + item, user < 2 ? 5 : 2, 10L * item);
        eddy.rate("u" + user, "old" + item, user < 2 ? 5 : 2, 10L * item);
      }
    }
    assertThat(newItems.liked()).as("early items do not count").isZero();
    newItems.rate(eddy, "u0", "new", 5, 900);
    newItems.rate(eddy, "u1", "new", 5, 910);
    newItems.rate(eddy, "u20", "new", 5, 920);
    newItems.rate(eddy, "u21", "new", 1, 930);
    newItems.rate(eddy, "a stranger then", "new", 5, 940);
    assertThat(newItems.liked()).isEqualTo(3);
    assertThat(newItems.recallRatio()).isCloseTo((2.0 / 3) / 0.05, within(1e-9));
  }
}
