package dev.eddy.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.kernel.ScalarKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How far draws go, and that they go nowhere without being told.
class ThompsonTest {

  private static final int DRAWS = 4000;

  private final Model model = LearningSettings.forScale(0.5, 5).newModel(new ScalarKernels());
  private final float[] shared = model.newShared();
  private final float[] newcomer = SomeRows.user(model, "u", shared);
  private final float[] item = model.newItem("i", shared);

  /// Returns the standard deviation of the score of an item over draws of a user.
  private double deviation(double scale, float[] user) {
    Thompson thompson = new Thompson(scale, new Random(3));
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < DRAWS; n++) {
      double score = model.score(shared, thompson.draw(model, user), item);
      sum += score;
      squares += score * score;
    }
    assertThat(sum / DRAWS).isCloseTo(model.score(shared, user, item), within(0.05));
    return Math.sqrt(squares / DRAWS - sum * sum / DRAWS / DRAWS);
  }

  private float[] known() {
    float[] user = newcomer.clone();
    Random random = new Random(5);
    for (int n = 0; n < 300; n++) {
      float[] other = model.newItem("i" + n, shared); // a long vector tells of the user's
      SomeRows.scatter(model.itemLayout(), other, 0.3, random);
      model.learn(shared.clone(), user, other, n % 2 == 0 ? 5 : 2, 1, 1);
    }
    return user;
  }

  /// A score `p·q` of a vector with variance `v` in each direction has the variance `v·|q|²`.
  @Test
  void shouldDrawFromWhatTheRowIsNotSureOf() {
    double expected =
        model.settings().ratingNoise()
            / Math.sqrt(newcomer[SomeRows.vector(model.userLayout()).precisionAt()])
            * model.itemNorm(item);
    assertThat(deviation(1, newcomer)).isCloseTo(expected, within(0.05 * expected));
    assertThat(deviation(2, newcomer)).isCloseTo(2 * expected, within(0.1 * expected));
    assertThat(deviation(1, known())).isLessThan(0.9 * expected);
  }

  @Test
  void shouldTryOutItemsThatFewHaveRated() {
    float[] rated = item.clone();
    for (int n = 0; n < 300; n++) {
      model.learn(shared.clone(), SomeRows.user(model, "u" + n, shared), rated, 4, 1, 1);
    }
    assertThat(model.itemDeviation(rated)).isLessThan(model.itemDeviation(item) / 3);
    Thompson thompson = new Thompson(1, new Random(4));
    double squares = 0;
    for (int n = 0; n < DRAWS; n++) {
      double off = thompson.drawBias(model, item);
      squares += off * off / DRAWS;
    }
    float deviation = model.itemDeviation(item);
    assertThat(Math.sqrt(squares)).isCloseTo(deviation, within(0.05 * deviation));
  }

  @Test
  void shouldLeaveEverythingAsItIsWithoutAScale() {
    Thompson thompson = new Thompson(0, new Random(5));
    assertThat(thompson.draw(model, newcomer)).isSameAs(newcomer);
    assertThat(thompson.drawBias(model, item)).isZero();
  }
}
