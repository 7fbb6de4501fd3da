package dev.eddy.factorization;

/// Where an item's vector points: what of it is left when its length is taken away.
public final class Direction {

  private final float[] unit;

  private Direction(float[] unit) {
    this.unit = unit;
  }

  /// Returns the direction of an item's scan vector; of a vector of zeros, none.
  public static Direction of(Model model, float[] shared, float[] item) {
    float[] vector = new float[model.scanLength()];
    model.scanVector(shared, item, vector, 0);
    float norm = (float) Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = norm > 0 ? vector[i] / norm : 0;
    }
    return new Direction(vector);
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
