package dev.eddy.factorization;

import java.util.List;

/// Where an item's vector points: what of it is left when its length is taken away, and before
/// that what all items have in common, the vector that unrated items start at. Two items that are
/// alike only in being popular do not point in the same direction: what popularity brings is in
/// the bias and in that common part.
public final class Direction {

  private final float[] unit;

  private Direction(float[] unit) {
    this.unit = unit;
  }

  /// Returns the direction of an item's scan vector; of a vector of zeros, none.
  public static Direction of(Model model, float[] shared, float[] item) {
    float[] vector = new float[model.scanLength()];
    float[] common = common(model, shared);
    model.scanVector(shared, item, vector, 0);
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= common[i];
    }
    return new Direction(normalized(vector));
  }

  /// Returns what the scan vectors of all items have in common.
  public static float[] common(Model model, float[] shared) {
    float[] vector = new float[model.scanLength()];
    model.scanVector(shared, model.meanItem(shared), vector, 0);
    return vector;
  }

  /// Returns the direction between several; none where they cancel out.
  public static Direction between(List<Direction> directions) {
    float[] sum = new float[directions.getFirst().unit.length];
    for (Direction direction : directions) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += direction.unit[i];
      }
    }
    return new Direction(normalized(sum));
  }

  /// Returns the direction as a vector of length 1, or of zeros.
  public float[] unit() {
    return unit.clone();
  }

  private static float[] normalized(float[] vector) {
    float norm = (float) Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = norm > 0 ? vector[i] / norm : 0;
    }
    return vector;
  }

  /// Returns the cosine of the angle between two directions, -1 to 1; 0 where one is none.
  public float cosine(Direction other) {
    return dot(unit, other.unit);
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
