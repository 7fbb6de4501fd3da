package dev.eddy.factorization;

import dev.eddy.factorization.model.Model;
import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.List;

/// Where an item's vector points: what of it is left when its length is taken away, and before
/// that what all items have in common, the vector that unrated items start at. Two items that are
/// alike only in being popular do not point in the same direction: what popularity brings is in
/// the bias and in that common part.
public final class Direction {

  private final VectorKernels kernels;
  private final float[] unit;

  private Direction(VectorKernels kernels, float[] vector) {
    this.kernels = kernels;
    unit = vector;
    float square = kernels.dot(vector, 0, vector, 0, vector.length);
    if (square > 0 && Float.isFinite(square)) {
      kernels.scale((float) (1 / Math.sqrt(square)), vector, 0, vector.length);
    } else {
      Arrays.fill(vector, 0); // also where learning has diverged: zero times infinity is no number
    }
  }

  /// Returns the direction of an item's scan vector; none of zeros or of one that is not finite.
  ///
  /// @param common what the vectors of all items have in common; see [#common]
  public static Direction of(Model model, float[] shared, float[] common, float[] item) {
    float[] vector = new float[model.scanLength()];
    model.scanVector(shared, item, vector, 0);
    model.kernels().axpy(-1, common, 0, vector, 0, vector.length);
    return new Direction(model.kernels(), vector);
  }

  /// Returns what the scan vectors of all items have in common.
  public static float[] common(Model model, float[] shared) {
    float[] vector = new float[model.scanLength()];
    model.scanVector(shared, model.meanItem(shared), vector, 0);
    return vector;
  }

  /// Returns the direction between several; none where they cancel out.
  public static Direction between(List<Direction> directions) {
    Direction first = directions.getFirst();
    float[] sum = new float[first.unit.length];
    for (Direction direction : directions) {
      first.kernels.axpy(1, direction.unit, 0, sum, 0, sum.length);
    }
    return new Direction(first.kernels, sum);
  }

  /// Returns the direction as a vector of length 1, or of zeros.
  public float[] unit() {
    return unit.clone();
  }

  /// Returns the cosine of the angle between two directions, -1 to 1; 0 where one is none.
  public float cosine(Direction other) {
    return kernels.dot(unit, 0, other.unit, 0, unit.length);
  }
}
