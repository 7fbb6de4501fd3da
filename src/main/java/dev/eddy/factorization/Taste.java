package dev.eddy.factorization;

import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.ModelRows;

/// Where a user's vector points, apart from what the average user likes.
public final class Taste {

  private Taste() {}

  /// Returns the direction, of length 1, or zeros for a user who is the average one.
  public static double[] direction(Model model, float[] shared, float[] user) {
    float[] mean = model.meanUser(shared);
    double[] direction = new double[model.userFactors()];
    double square = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = user[ModelRows.VECTOR + i] - mean[ModelRows.VECTOR + i];
      square += direction[i] * direction[i];
    }
    for (int i = 0; i < direction.length && square > 0; i++) {
      direction[i] /= Math.sqrt(square);
    }
    return direction;
  }

  /// Returns the cosine of two directions, -1 to 1.
  public static double cosine(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
