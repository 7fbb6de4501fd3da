package dev.eddy.factorization.model;

/// The shipped defaults with a few settings changed, for tests.
public final class SomeSettings {

  private final LearningSettings defaults;
  private ModelKind model;
  private int factors;
  private Link link;
  private Loss loss;
  private double linkMargin;
  private double ratingNoise;
  private double[] spreads;
  private double weightDecay;
  private double maxPrecision;
  private ColdStartSettings coldStart;
  private AdmissionSettings admission;
  private int influenceCap;
  private long seed;

  private SomeSettings(double min, double max) {
    defaults = LearningSettings.forScale(min, max);
    model = defaults.model();
    factors = defaults.factors();
    link = defaults.link();
    loss = defaults.loss();
    linkMargin = defaults.linkMargin();
    ratingNoise = defaults.ratingNoise();
    spreads =
        new double[] {
          defaults.userBiasSpread(),
          defaults.itemBiasSpread(),
          defaults.userFactorSpread(),
          defaults.itemFactorSpread()
        };
    weightDecay = defaults.weightDecay();
    maxPrecision = defaults.maxPrecision();
    coldStart = defaults.coldStart();
    admission = defaults.admission();
    seed = defaults.seed();
  }

  public static SomeSettings forScale(double min, double max) {
    return new SomeSettings(min, max);
  }

  public SomeSettings model(ModelKind kind) {
    model = kind;
    return this;
  }

  public SomeSettings factors(int count) {
    factors = count;
    return this;
  }

  public SomeSettings link(Link other) {
    link = other;
    return this;
  }

  public SomeSettings loss(Loss other) {
    loss = other;
    return this;
  }

  public SomeSettings linkMargin(double margin) {
    linkMargin = margin;
    return this;
  }

  public SomeSettings ratingNoise(double noise) {
    ratingNoise = noise;
    return this;
  }

  /// Spreads of user biases, item biases, user factors and item factors.
  public SomeSettings spreads(double... four) {
    spreads = four;
    return this;
  }

  public SomeSettings weightDecay(double decay) {
    weightDecay = decay;
    return this;
  }

  public SomeSettings maxPrecision(double cap) {
    maxPrecision = cap;
    return this;
  }

  public SomeSettings coldStart(ColdStartSettings start) {
    coldStart = start;
    return this;
  }

  public SomeSettings admission(AdmissionSettings other) {
    admission = other;
    return this;
  }

  public SomeSettings influenceCap(int ratings) {
    influenceCap = ratings;
    return this;
  }

  public SomeSettings seed(long other) {
    seed = other;
    return this;
  }

  public LearningSettings build() {
    return new LearningSettings(
        model,
        factors,
        defaults.network(),
        link,
        loss,
        defaults.ratingMin(),
        defaults.ratingMax(),
        linkMargin,
        ratingNoise,
        spreads[0],
        spreads[1],
        spreads[2],
        spreads[3],
        weightDecay,
        maxPrecision,
        defaults.sessionBias(),
        coldStart,
        admission,
        influenceCap,
        seed);
  }
}
