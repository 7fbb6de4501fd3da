package dev.eddy.factorization.model;

/// From a score, any real number, to the unit interval that the rating scale is mapped to.
public enum Link {
  /// The logistic function, so that a prediction cannot leave the range.
  SIGMOID {
    @Override
    public float apply(float score) {
      return (float) (1 / (1 + Math.exp(-score)));
    }

    @Override
    public float quick(float score) {
      return Logistic.of(score);
    }

    @Override
    public float derivative(float value) {
      return value * (1 - value);
    }

    @Override
    public float inverse(float value) {
      return (float) Math.log(value / (1 - value));
    }
  },
  /// The score itself; predictions are clipped to the scale.
  IDENTITY {
    @Override
    public float apply(float score) {
      return score;
    }

    @Override
    public float derivative(float value) {
      return 1;
    }

    @Override
    public float inverse(float value) {
      return value;
    }
  };

  /// Returns the value of a score.
  public abstract float apply(float score);

  /// Returns the value of a score to five digits, several times faster.
  public float quick(float score) {
    return apply(score);
  }

  /// Returns how fast the value changes with the score, at a score whose value is given.
  public abstract float derivative(float value);

  /// Returns the score of a value strictly between 0 and 1.
  public abstract float inverse(float value);
}
