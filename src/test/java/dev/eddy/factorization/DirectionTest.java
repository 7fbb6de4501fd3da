package dev.eddy.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.KernelChoice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionTest {

  private final Model model =
      new DotModel(LearningSettings.forScale(0.5, 5), KernelChoice.AUTO.select());
  private final float[] shared = model.newShared();

  private Direction of(float[] item) {
    return Direction.of(model, shared, Direction.common(model, shared), item);
  }

  @Test
  void shouldNotDependOnTheLength() {
    float[] item = model.newItem("a", shared);
    float[] longer = item.clone();
    for (int i = 0; i < longer.length; i++) {
      longer[i] *= 100;
    }
    assertThat(of(item).cosine(of(longer))).isCloseTo(1, within(1e-5f));
  }

  /// A vector of zeros, or one that learning has blown up, spoils no query.
  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
  void shouldBeNoneWhereThereIsNoDirection(float value) {
    float[] none = model.newItem("a", shared);
    Arrays.fill(none, value);
    Direction some = of(model.newItem("b", shared));
    assertThat(of(none).unit()).containsOnly(0);
    assertThat(of(none).cosine(some)).isZero();
    assertThat(Direction.between(List.of(of(none), some)).cosine(some)).isCloseTo(1, within(1e-5f));
  }
}
