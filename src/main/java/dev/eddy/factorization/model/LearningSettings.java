package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;

/// How the learner learns. All spreads are standard deviations: of ratings as a fraction of the
/// link's range, of biases and factors in units of the score.
///
/// @param model which model learns
/// @param factors length `k` of a vector of the dot product, 1–1024
/// @param network the size of the neural model
/// @param link how a score becomes a rating
/// @param loss what learning makes small; cross-entropy needs the sigmoid
/// @param ratingMin lowest rating of the scale
/// @param ratingMax highest rating of the scale
/// @param linkMargin how far the link's range goes beyond the scale at both ends, as a fraction
///     of the scale; without it a sigmoid never reaches the ends
/// @param ratingNoise how far ratings scatter around a perfect prediction
/// @param userBiasSpread how much users differ in kindness
/// @param itemBiasSpread how much items differ in quality
/// @param userFactorSpread how much one factor differs between users
/// @param itemFactorSpread how much one factor differs between items
/// @param weightDecay L2: `weightDecay · w` is added to the gradient of every parameter but the
///     global mean
/// @param maxPrecision how sure of a row the learner may become, in ratings; it bounds how small
///     steps can get, so that rows follow tastes that change
/// @param sessionBias how ratings of one session hang together
/// @param coldStart where new rows start
/// @param admission when rows come
/// @param influenceCap once so many ratings of a user stand, the next ones
///     move items, the mean and a network's weights by as much less as there are more: after twice
///     as many by half. 0 for no cap
/// @param seed makes the noise of new rows; the same seed and the same events give the same model
public record LearningSettings(
    ModelKind model,
    int factors,
    NetworkSettings network,
    Link link,
    Loss loss,
    double ratingMin,
    double ratingMax,
    double linkMargin,
    double ratingNoise,
    double userBiasSpread,
    double itemBiasSpread,
    double userFactorSpread,
    double itemFactorSpread,
    double weightDecay,
    double maxPrecision,
    SessionBiasSettings sessionBias,
    ColdStartSettings coldStart,
    AdmissionSettings admission,
    int influenceCap,
    long seed) {

  /// Ratings lie in the upper half of their scale more often than not.
  private static final float TYPICAL_VALUE = 0.7f;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting, its value and what is allowed
  public LearningSettings {
    check("factors", factors, 1, 1024);
    if (!(ratingMin < ratingMax)
        || !(Math.abs(ratingMin) <= 1e6)
        || !(Math.abs(ratingMax) <= 1e6)) {
      throw new IllegalArgumentException(
          "the rating scale must go from a lower to a higher number, -1000000 to 1000000, but is "
              + ratingMin
              + " to "
              + ratingMax);
    }
    check("link-margin", linkMargin, link == Link.SIGMOID ? 0.001 : 0, 1);
    if (loss == Loss.CROSS_ENTROPY && link != Link.SIGMOID) {
      throw new IllegalArgumentException(
          "learning.loss=cross-entropy needs learning.link=sigmoid. With another link, set"
              + " learning.loss=squared");
    }
    check("rating-noise", ratingNoise, 0.001, 1);
    check("user-bias-spread", userBiasSpread, 0.001, 10);
    check("item-bias-spread", itemBiasSpread, 0.001, 10);
    check("user-factor-spread", userFactorSpread, 0.001, 10);
    check("item-factor-spread", itemFactorSpread, 0.001, 10);
    check("weight-decay", weightDecay, 0, 1);
    check("max-precision", maxPrecision, 1, 1e7);
    check("influence-cap", influenceCap, 0, 1e9);
  }

  /// Returns the shipped defaults for a rating scale.
  public static LearningSettings forScale(double ratingMin, double ratingMax) {
    return new LearningSettings(
        ModelKind.DOT,
        64,
        NetworkSettings.DEFAULT,
        Link.SIGMOID,
        Loss.CROSS_ENTROPY,
        ratingMin,
        ratingMax,
        0.15,
        0.126,
        0.32,
        0.29,
        0.5,
        0.315,
        0,
        1e4,
        SessionBiasSettings.DEFAULT,
        ColdStartSettings.DEFAULT,
        AdmissionSettings.DEFAULT,
        0,
        1);
  }

  /// Returns the model that learns with these settings.
  public Model newModel(VectorKernels kernels) {
    return model.create(this, kernels);
  }

  /// Returns what an error is multiplied by to make a step in the score.
  ///
  /// @param slope of the link at the prediction
  public float lever(float slope) {
    return loss.lever(slope, typicalSlope());
  }

  /// Returns the slope of the link at a typical rating.
  public float typicalSlope() {
    return link.derivative(TYPICAL_VALUE);
  }

  /// Returns the value of the link's range that stands for a rating; strictly between 0 and 1 for
  /// a rating on the scale where the margin is positive.
  public float toUnit(double rating) {
    return (float) ((rating - linkMin()) / linkRange());
  }

  /// Returns the rating that a value of the link's range stands for, clipped to the scale.
  public float toRating(float unit) {
    double rating = linkMin() + unit * linkRange();
    return (float) Math.clamp(rating, ratingMin, ratingMax);
  }

  private double linkMin() {
    return ratingMin - linkMargin * (ratingMax - ratingMin);
  }

  private double linkRange() {
    return (1 + 2 * linkMargin) * (ratingMax - ratingMin);
  }

  static void check(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "learning.%s is %s, but must be between %s and %s".formatted(name, value, min, max));
    }
  }
}
