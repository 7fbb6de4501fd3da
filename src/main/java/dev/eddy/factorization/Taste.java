package dev.eddy.factorization;

/// Where a user's vector points, apart from what the average user likes.
public final class Taste {

  private Taste() {}

  /// Returns the direction, of length 1, or zeros for a user who is the average one; the bias, at
  /// place 0 of [Model#readUser], counts for nothing.
  public static double[] direction(Model model, float[] shared, float[] user) {
    double[] direction = new double[model.userParameters()];
    double[] mean = new double[model.userParameters()];
    model.readUser(user, direction);
    model.readUser(model.meanUser(shared), mean);
    direction[0] = 0;
    double square = 0;
    for (int i = 1; i < direction.length; i++) {
      direction[i] -= mean[i];
      square += direction[i] * direction[i];
    }
    for (int i = 1; i < direction.length && square > 0; i++) {
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
