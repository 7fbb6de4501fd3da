package dev.eddy.factorization.model;

/// How much session biases are believed: one parameter of the shared row, what the shift of a
/// session bias is multiplied by. It is learned by regression of the error on the shift; where
/// users have no session bias, it goes to 0.
final class SessionBiasTrust {

  /// Session biases are believed until about a hundred ratings have said otherwise.
  private static final float PRIOR = 0.1f;

  private static final float MAX = 2;

  private final LearningSettings settings;
  private final int at;
  private final float maxPrecision;

  /// Places the parameter in the shared row, its precision behind it.
  SessionBiasTrust(LearningSettings settings, int at) {
    this.settings = settings;
    this.at = at;
    maxPrecision = (float) settings.maxPrecision();
  }

  RowLayout.Block block() {
    return new RowLayout.Block(at, 1, at + 1, maxPrecision);
  }

  int end() {
    return at + 2;
  }

  void start(float[] shared) {
    shared[at] = 1;
    shared[at + 1] = PRIOR;
  }

  float of(float[] shared) {
    return shared[at];
  }

  void learn(float[] shared, float score, float shift, float rating, float weight) {
    float value = settings.link().apply(score + shared[at] * shift);
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope) * shift;
    float information = weight * slope * shift * lever;
    float step =
        weight
            * lever
            * (settings.toUnit(rating) - value)
            / (Math.min(shared[at + 1], maxPrecision) + information);
    if (Float.isFinite(step) && Float.isFinite(information)) {
      shared[at] = Math.clamp(shared[at] + step, 0, MAX);
      shared[at + 1] += information;
    }
  }
}
