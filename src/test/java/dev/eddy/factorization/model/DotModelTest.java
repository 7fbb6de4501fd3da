package dev.eddy.factorization.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.kernel.ScalarKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DotModelTest {

  private static LearningSettings settings(Link link, double noise, double decay) {
    return settings(link, Loss.SQUARED, noise, decay);
  }

  private static LearningSettings settings(Link link, Loss loss, double noise, double decay) {
    return SomeSettings.forScale(0, 10)
        .factors(8)
        .link(link)
        .loss(loss)
        .linkMargin(0.05)
        .ratingNoise(noise)
        .spreads(10, 10, 10, 10)
        .weightDecay(decay)
        .maxPrecision(1e7)
        .seed(3)
        .build();
  }

  // Whatever comes, and however wild the settings, rows stay finite and predictions on the
  // scale.
  @ParameterizedTest
  @CsvSource({"SIGMOID,SQUARED", "SIGMOID,CROSS_ENTROPY", "IDENTITY,SQUARED"})
  void shouldStayFiniteUnderAdversarialStreams(Link link, Loss loss) {
    for (double noise : new double[] {0.001, 0.2, 1}) {
      for (double decay : new double[] {0, 1}) {
        DotModel model = new DotModel(settings(link, loss, noise, decay), new ScalarKernels());
        Random random = new Random(5);
        for (int pattern = 0; pattern < 4; pattern++) {
          float[] shared = model.newShared();
          float[] user = SomeRows.user(model, "u", shared);
          float[][] items = new float[5][];
          for (int i = 0; i < items.length; i++) {
            items[i] = model.newItem("i" + i, shared);
          }
          for (int step = 0; step < 5_000; step++) {
            float rating =
                switch (pattern) {
                  case 0 -> 10;
                  case 1 -> step % 2 == 0 ? 0 : 10;
                  case 2 -> random.nextInt(11);
                  default -> 0;
                };
            float[] item = items[pattern == 1 ? 0 : random.nextInt(items.length)];
            model.learn(shared, user, item, rating, step % 3 == 0 ? 10 : 1, step % 5 / 4f);
            assertThat(model.predict(shared, user, item)).isBetween(0f, 10f);
          }
          for (float[] row : new float[][] {shared, user, items[0]}) {
            for (float value : row) {
              assertThat(value).isFinite();
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Link.class)
  void shouldComeToPredictWhatItIsTold(Link link) {
    DotModel model =
        new DotModel(
            SomeSettings.forScale(0, 10)
                .factors(8)
                .link(link)
                .loss(Loss.SQUARED)
                .linkMargin(0.05)
                .ratingNoise(0.17)
                .spreads(0.45, 0.5, 0.05, 0.12)
                .weightDecay(0)
                .build(),
            new ScalarKernels());
    float[] shared = model.newShared();
    float[] user = SomeRows.user(model, "u", shared);
    float[] good = model.newItem("good", shared);
    float[] bad = model.newItem("bad", shared);
    for (int i = 0; i < 200; i++) {
      model.learn(shared, user, good, 10, 1, 1);
      model.learn(shared, user, bad, 0, 1, 1);
    }
    assertThat(model.predict(shared, user, good)).isGreaterThan(9);
    assertThat(model.predict(shared, user, bad)).isLessThan(1);
  }

  // The step in the score has the direction and, scaled, the size of the loss's slope there.
  @ParameterizedTest
  @EnumSource(Loss.class)
  void shouldStepDownTheGradientOfTheLoss(Loss loss) {
    double h = 1e-5;
    float typicalSlope = 0.21f;
    for (double score : new double[] {-3, -0.4, 0, 1.1, 4}) {
      for (double rating : new double[] {0.02, 0.5, 0.97}) {
        double numeric =
            (loss.of(rating, sigmoid(score + h)) - loss.of(rating, sigmoid(score - h))) / (2 * h);
        float value = Link.SIGMOID.apply((float) score);
        float lever = loss.lever(Link.SIGMOID.derivative(value), typicalSlope);
        double scale = loss == Loss.CROSS_ENTROPY ? typicalSlope : 1;
        assertThat(-lever * (rating - value)).isCloseTo(scale * numeric, within(1e-6));
      }
    }
  }

  private static double sigmoid(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  // At a typical rating both losses teach the same, so that one set of defaults serves both.
  @Test
  void shouldTakeTheSameStepForBothLossesAtATypicalRating() {
    float slope = Link.SIGMOID.derivative(0.7f);
    assertThat(Loss.CROSS_ENTROPY.lever(slope, slope)).isEqualTo(Loss.SQUARED.lever(slope, slope));
  }

  @Test
  void shouldRefuseCrossEntropyWithoutASigmoid() {
    assertThatThrownBy(() -> settings(Link.IDENTITY, Loss.CROSS_ENTROPY, 0.2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning.link=sigmoid");
  }

  @Test
  void shouldHonourTheWeight() {
    DotModel model = new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
    float[] moved = new float[3];
    float[] weights = {0, 1, 5};
    for (int i = 0; i < weights.length; i++) {
      float[] shared = model.newShared();
      float[] user = SomeRows.user(model, "u", shared);
      float[] item = model.newItem("i", shared);
      float before = model.predict(shared, user, item);
      model.learn(shared, user, item, 5, weights[i], 1);
      moved[i] = model.predict(shared, user, item) - before;
    }
    assertThat(moved[0]).isZero();
    assertThat(moved[1]).isPositive();
    assertThat(moved[2]).isGreaterThan(moved[1]);
  }

  // Somebody with half a voice learns in full, and moves others by half.
  @ParameterizedTest
  @EnumSource
  void shouldMoveOthersByTheVoice(ModelKind kind) {
    Model model = SomeSettings.forScale(0.5, 5).model(kind).build().newModel(new ScalarKernels());
    float[][][] after = new float[3][][];
    float[] voices = {0, 0.5f, 1};
    float[] moved = new float[3];
    for (int i = 0; i < voices.length; i++) {
      float[] shared = model.newShared();
      float[] user = SomeRows.user(model, "u", shared);
      float[] item = model.newItem("i", shared);
      moved[i] = model.learn(shared, user, item, 5, 1, voices[i]);
      after[i] = new float[][] {shared, user, item};
    }
    assertThat(after[1][1]).isEqualTo(after[2][1]);
    assertThat(moved[0]).isZero();
    assertThat(moved[1]).isCloseTo(moved[2] / 2, within(1e-6f)).isPositive();
    for (int row : new int[] {0, 2}) {
      float[] before = row == 0 ? model.newShared() : model.newItem("i", model.newShared());
      for (int at = 0; at < before.length; at++) {
        assertThat(after[0][row][at]).isCloseTo(before[at], within(0f));
        assertThat(2 * after[1][row][at])
            .as("row %d, parameter %d", row, at)
            .isCloseTo(after[0][row][at] + after[2][row][at], within(1e-5f));
      }
    }
  }

  @Test
  void shouldTakeSmallerStepsTheMoreItHasSeen() {
    DotModel model = new DotModel(LearningSettings.forScale(0.5, 5), new ScalarKernels());
    float[] shared = model.newShared();
    float[] item = model.newItem("i", shared);
    float first = model.learn(shared, SomeRows.user(model, "a", shared), item, 5, 1, 1);
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      float[] user = SomeRows.user(model, "u" + i, shared);
      SomeRows.scatter(model.userLayout(), user, 0.3, random);
      model.learn(shared, user, item, i % 2 == 0 ? 5 : 2, 1, 1);
    }
    float late = model.learn(shared, SomeRows.user(model, "b", shared), item, 5, 1, 1);
    assertThat(late).isLessThan(first / 5);
  }

  @Test
  void shouldStartNewRowsAtTheMeanPlusSeededNoise() {
    LearningSettings settings = LearningSettings.forScale(0.5, 5);
    DotModel model = new DotModel(settings, new ScalarKernels());
    float[] shared = model.newShared();
    assertThat(SomeRows.user(model, "u", shared)).isEqualTo(SomeRows.user(model, "u", shared));
    assertThat(SomeRows.user(model, "u", shared)).isNotEqualTo(SomeRows.user(model, "v", shared));
    float[] item = model.newItem("i", shared);
    for (int i = 0; i < 50; i++) {
      float[] user = SomeRows.user(model, "u" + i, shared);
      model.learn(shared, user, item, 5, 1, 1);
      model.followUser(shared, user);
    }
    float mean = model.userBias(SomeRows.user(model, "new", shared));
    assertThat(mean).isGreaterThan(0.01f);
  }

  @Test
  void shouldNameABadSetting() {
    assertThatThrownBy(() -> settings(Link.SIGMOID, 5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning.rating-noise is 5.0, but must be between 0.001 and 1.0");
  }
}
