package dev.eddy.factorization.model;

/// The logistic function by a table with straight lines between its points: within 5e-6 of the
/// true value.
final class Logistic {

  private static final int POINTS_PER_UNIT = 64;
  private static final int REACH = 16;
  private static final float MOST = REACH - 1f / POINTS_PER_UNIT;
  private static final float[] TABLE = new float[2 * REACH * POINTS_PER_UNIT + 1];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      TABLE[i] = (float) (1 / (1 + Math.exp(REACH - (double) i / POINTS_PER_UNIT)));
    }
  }

  private Logistic() {}

  static float of(float score) {
    float place = (Math.clamp(score, -MOST, MOST) + REACH) * POINTS_PER_UNIT;
    int below = (int) place;
    return TABLE[below] + (place - below) * (TABLE[below + 1] - TABLE[below]);
  }
}
