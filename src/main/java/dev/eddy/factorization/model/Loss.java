package dev.eddy.factorization.model;

/// What learning makes small: how bad it is that the link gave `v` where the rating, on the unit
/// interval, was `y`. With `d` the slope of the link at `v`:
///
/// | loss | of one rating | its gradient with respect to the score | information about the score |
/// |---|---|---|---|
/// | squared error | `(y − v)² / 2` | `−d·(y − v)` | `d²` |
/// | cross-entropy | `−y·ln v − (1 − y)·ln(1 − v)` | `−(y − v)` | `d` |
///
/// Of the logistic function the slope is `d = v·(1 − v)`, so cross-entropy goes on learning where
/// the sigmoid is flat. To let one set of spreads and rates serve both, the gradient and the
/// information of cross-entropy are multiplied by the slope at a typical rating, `t`: there the
/// two losses take the same step. (McCullagh and Nelder 1989, chapter 9: the same
/// quasi-likelihood, with a dispersion.)
public enum Loss {
  /// Half the squared error.
  SQUARED {
    @Override
    public double of(double rating, double value) {
      return (rating - value) * (rating - value) / 2;
    }

    @Override
    public float lever(float slope, float typicalSlope) {
      return slope;
    }
  },
  /// Cross-entropy of a rating taken as a probability.
  CROSS_ENTROPY {
    @Override
    public double of(double rating, double value) {
      return -rating * Math.log(value) - (1 - rating) * Math.log1p(-value);
    }

    @Override
    public float lever(float slope, float typicalSlope) {
      return typicalSlope;
    }
  };

  /// Returns the loss of one rating.
  ///
  /// @param rating on the unit interval
  /// @param value the prediction, on the unit interval, its ends excluded for cross-entropy
  public abstract double of(double rating, double value);

  /// Returns what the error `y − v` is multiplied by to make a step in the score, down the loss;
  /// times the slope it is the information that a rating gives about the score.
  ///
  /// @param slope of the link at the prediction
  /// @param typicalSlope of the link at a typical rating
  public abstract float lever(float slope, float typicalSlope);
}
