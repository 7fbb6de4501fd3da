package dev.eddy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapPlaneTest {

  private static final long SEED = 20260303;
  private static final int LENGTH = 8;

  /// Vectors that scatter by 3 along one diagonal, by 2 along another, and little elsewhere.
  private static List<float[]> cloud(double first, double second, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      double a = first * random.nextGaussian();
      double b = second * random.nextGaussian();
      float[] vector = new float[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        vector[i] = (float) (0.1 * random.nextGaussian() + 5);
      }
      vector[0] += (float) (a / Math.sqrt(2));
      vector[1] += (float) (a / Math.sqrt(2));
      vector[2] += (float) (b / Math.sqrt(2));
      vector[3] -= (float) (b / Math.sqrt(2));
      vectors.add(vector);
    }
    return vectors;
  }

  @Test
  void shouldFindTheDirectionsInWhichVectorsDifferMost() {
    MapPlane plane = MapPlane.of(cloud(3, 2, SEED), null);
    assertThat(Math.abs(plane.axes()[0][0])).isCloseTo(Math.sqrt(0.5), within(0.02));
    assertThat(plane.axes()[0][0]).isCloseTo(plane.axes()[0][1], within(0.02));
    assertThat(plane.axes()[1][2]).isCloseTo(-plane.axes()[1][3], within(0.02));
    assertThat(plane.explained()[0]).isCloseTo(9 / 13.06, within(0.03));
    assertThat(plane.explained()[1]).isCloseTo(4 / 13.06, within(0.03));
  }

  /// Another draw of the same cloud, even with the two directions changing places, is drawn the
  /// same way round.
  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2.9, 3, 3.1, 4.5})
  void shouldKeepItsOrientationFromVersionToVersion(double second) {
    MapPlane before = MapPlane.of(cloud(3, 2, SEED), null);
    MapPlane after = MapPlane.of(cloud(3, second, SEED + 1), before);
    float[] probe = new float[LENGTH];
    java.util.Arrays.fill(probe, 5);
    probe[0] += 2;
    probe[1] += 2;
    probe[2] += 1;
    probe[3] -= 1;
    for (int axis = 0; axis < 2; axis++) {
      assertThat(after.place(probe, axis)).isCloseTo(before.place(probe, axis), within(0.25));
    }
  }

  @Test
  void shouldMapVectorsThatDoNotDiffer() {
    MapPlane plane =
        MapPlane.of(List.of(new float[LENGTH], new float[LENGTH], new float[LENGTH]), null);
    assertThat(plane.place(new float[LENGTH], 0)).isZero();
    assertThat(plane.place(new float[LENGTH], 1)).isZero();
    assertThat(plane.explained()).containsExactly(0, 0);
  }
}
