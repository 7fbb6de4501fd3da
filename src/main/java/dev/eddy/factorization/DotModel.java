package dev.eddy.factorization;

import dev.eddy.kernel.VectorKernels;
import java.util.List;
import java.util.SplittableRandom;

/// Dot product with biases: `score = μ + b_u + b_i + p_u · q_i`.
///
/// Each block of parameters carries a precision, and learning is one step of an extended Kalman
/// filter that keeps only that much of the covariance (Rendle 2013, "Scaling factorization
/// machines", has the batch form; the filter is standard). With error `e`, slope `d` of the link
/// and weight `w`, for the squared error ([Loss] says what cross-entropy puts in place of `d`):
///
/// ```
/// S   = 1 + w·d²·(1/h_bu + 1/h_bi + |q|²/h_p + |p|²/h_q)
/// b_u ← b_u + w·d·e / (S·h_bu)      h_bu ← h_bu + w·d²
/// p   ← p + 2·w·d·e / (S·h_p) · q   h_p  ← h_p + w·d²·|q|²/k
/// ```
///
/// and the same for the item, with half a step of its vector in place of the double one. So the
/// step of a row shrinks with what it has seen, an uncertain row moves more than a certain one,
/// and division by `S` bounds every step. Weight decay takes `λ/h` of each parameter with each
/// step. Rehearsal takes plain gradient steps, normalized, with a prior that pulls each row to
/// its start.
///
/// Rows: `[bias, its precision, the vector's precision, vector…]`. The shared row holds the
/// global mean, the means of users and of items that have one rating, where new rows start, and
/// the trust in moods.
public final class DotModel implements Model {

  private static final int BIAS = 0;
  private static final int BIAS_PRECISION = 1;
  private static final int VECTOR_PRECISION = 2;
  private static final int VECTOR = 3;

  private static final int MEAN = 0;
  private static final int MEAN_PRECISION = 1;
  private static final int USER_MEANS_PRECISION = 2;
  private static final int ITEM_MEANS_PRECISION = 3;
  private static final int USER_MEANS = 4;

  /// The means where new rows start follow about this many of the rows that came last.
  private static final float MEANS_MEMORY = 10_000;

  /// Rows with no more ratings than this make the means where new rows start. Means over all
  /// events would be those of the popular, which new items are not.
  private static final float FIRST_RATINGS = 1.5f;

  /// New vectors scatter by this part of their spread: enough for a gradient to take hold of, and
  /// little beside what is learned.
  private static final double START_NOISE = 0.06;

  /// The first step of a vector is worth more for the user, who will ask soon, and less for the
  /// item, which rehearsal will come back to; measured.
  private static final float USER_GAIN = 2;

  private static final float ITEM_GAIN = 0.5f;

  /// Moods are believed until about a hundred ratings have said otherwise.
  private static final float TRUST_PRIOR = 0.1f;

  private static final float MAX_TRUST = 2;

  private final LearningSettings settings;
  private final VectorKernels kernels;
  private final int factors;
  private final int itemMeans;
  private final int trust;
  private final int trustPrecision;
  private final RowLayout rowLayout;
  private final RowLayout sharedLayout;
  private final float weightDecay;
  private final float maxPrecision;
  private final float userBiasPrior;
  private final float itemBiasPrior;
  private final float userFactorPrior;
  private final float itemFactorPrior;
  private final float typicalInformation;

  /// Creates the model.
  public DotModel(LearningSettings settings, VectorKernels kernels) {
    this.settings = settings;
    this.kernels = kernels;
    factors = settings.factors();
    itemMeans = USER_MEANS + 1 + factors;
    trust = itemMeans + 1 + factors;
    trustPrecision = trust + 1;
    weightDecay = (float) settings.weightDecay();
    maxPrecision = (float) settings.maxPrecision();
    userBiasPrior = priorPrecision(settings.userBiasSpread());
    itemBiasPrior = priorPrecision(settings.itemBiasSpread());
    userFactorPrior = priorPrecision(settings.userFactorSpread());
    itemFactorPrior = priorPrecision(settings.itemFactorSpread());
    typicalInformation = settings.typicalSlope() * settings.typicalSlope();
    rowLayout =
        new RowLayout(
            VECTOR + factors,
            maxPrecision,
            List.of(
                new RowLayout.Block(BIAS, 1, BIAS_PRECISION),
                new RowLayout.Block(VECTOR, factors, VECTOR_PRECISION)));
    sharedLayout =
        new RowLayout(
            trustPrecision + 1,
            maxPrecision,
            List.of(
                new RowLayout.Block(MEAN, 1, MEAN_PRECISION),
                new RowLayout.Block(USER_MEANS, 1 + factors, USER_MEANS_PRECISION),
                new RowLayout.Block(itemMeans, 1 + factors, ITEM_MEANS_PRECISION),
                new RowLayout.Block(trust, 1, trustPrecision)));
  }

  @Override
  public String name() {
    return "dot";
  }

  @Override
  public LearningSettings settings() {
    return settings;
  }

  @Override
  public RowLayout userLayout() {
    return rowLayout;
  }

  @Override
  public RowLayout itemLayout() {
    return rowLayout;
  }

  @Override
  public RowLayout sharedLayout() {
    return sharedLayout;
  }

  @Override
  public float[] newShared() {
    float[] shared = new float[sharedLayout.length()];
    shared[MEAN] = settings.link().inverse(0.5f);
    shared[MEAN_PRECISION] = priorPrecision(1);
    shared[USER_MEANS_PRECISION] = 1;
    shared[ITEM_MEANS_PRECISION] = 1;
    shared[trust] = 1;
    shared[trustPrecision] = TRUST_PRIOR;
    return shared;
  }

  @Override
  public float[] newUser(String userId, float[] shared) {
    return newRow(
        "u:" + userId, shared, USER_MEANS, settings.userBiasSpread(), settings.userFactorSpread());
  }

  @Override
  public float[] newItem(String itemId, float[] shared) {
    return newRow(
        "i:" + itemId, shared, itemMeans, settings.itemBiasSpread(), settings.itemFactorSpread());
  }

  private float[] newRow(
      String name, float[] shared, int means, double biasSpread, double factorSpread) {
    float[] row = new float[rowLayout.length()];
    row[BIAS] = shared[means];
    row[BIAS_PRECISION] = priorPrecision(biasSpread);
    row[VECTOR_PRECISION] = priorPrecision(factorSpread);
    SplittableRandom noise = new SplittableRandom(settings.seed() ^ Hash.of(name));
    for (int i = 0; i < factors; i++) {
      row[VECTOR + i] =
          shared[means + 1 + i] + (float) (START_NOISE * factorSpread * noise.nextGaussian());
    }
    return row;
  }

  /// Returns the precision of a parameter of which nothing is known but its spread.
  private float priorPrecision(double spread) {
    double ratio = settings.ratingNoise() / spread;
    return (float) Math.min(ratio * ratio, settings.maxPrecision());
  }

  @Override
  public float score(float[] shared, float[] user, float[] item) {
    return shared[MEAN]
        + user[BIAS]
        + item[BIAS]
        + kernels.dot(user, VECTOR, item, VECTOR, factors);
  }

  @Override
  public float learn(float[] shared, float[] user, float[] item, float rating, float weight) {
    float value = settings.link().apply(score(shared, user, item));
    float error = settings.toUnit(rating) - value;
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope);
    float information = weight * slope * lever;
    float userSquare = kernels.dot(user, VECTOR, user, VECTOR, factors);
    float itemSquare = kernels.dot(item, VECTOR, item, VECTOR, factors);
    float variance =
        1
            + information
                * (1 / precision(shared, MEAN_PRECISION)
                    + 1 / precision(user, BIAS_PRECISION)
                    + 1 / precision(item, BIAS_PRECISION)
                    + itemSquare / precision(user, VECTOR_PRECISION)
                    + userSquare / precision(item, VECTOR_PRECISION));
    float gain = weight * lever * error / variance;
    if (!Float.isFinite(gain) || weight == 0) {
      return 0;
    }
    float decay = weight * weightDecay;
    float userBefore = user[BIAS];
    float itemBefore = item[BIAS];
    shared[MEAN] = limit(shared[MEAN] + gain / precision(shared, MEAN_PRECISION));
    user[BIAS] = biasStep(userBefore, gain, decay, precision(user, BIAS_PRECISION));
    item[BIAS] = biasStep(itemBefore, gain, decay, precision(item, BIAS_PRECISION));
    float userStep = USER_GAIN * gain / precision(user, VECTOR_PRECISION);
    float itemStep = ITEM_GAIN * gain / precision(item, VECTOR_PRECISION);
    kernels.sgdStep(
        user,
        VECTOR,
        item,
        VECTOR,
        factors,
        userStep,
        keep(decay, precision(user, VECTOR_PRECISION), userSquare),
        itemStep,
        keep(decay, precision(item, VECTOR_PRECISION), itemSquare));

    grow(shared, MEAN_PRECISION, information);
    grow(user, BIAS_PRECISION, information);
    grow(item, BIAS_PRECISION, information);
    grow(user, VECTOR_PRECISION, information * itemSquare / factors);
    grow(item, VECTOR_PRECISION, information * userSquare / factors);
    if (ratings(user, userBiasPrior) < FIRST_RATINGS) {
      follow(shared, USER_MEANS, USER_MEANS_PRECISION, user);
    }
    if (ratings(item, itemBiasPrior) < FIRST_RATINGS) {
      follow(shared, itemMeans, ITEM_MEANS_PRECISION, item);
    }
    float biasMove = item[BIAS] - itemBefore;
    return (float) Math.sqrt(biasMove * biasMove + itemStep * itemStep * userSquare);
  }

  @Override
  public void rehearse(float[] shared, float[] user, float[] item, float rating, float weight) {
    float value = settings.link().apply(score(shared, user, item));
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope);
    float userSquare = kernels.dot(user, VECTOR, user, VECTOR, factors);
    float itemSquare = kernels.dot(item, VECTOR, item, VECTOR, factors);
    float rate = (float) settings.rehearsal().rate();
    float biasRate = (float) settings.rehearsal().biasRate();
    // Normalized, so that no step overshoots what it corrects.
    float reach = 1 + weight * slope * lever * (rate * (userSquare + itemSquare) + 2 * biasRate);
    float gradient = weight * lever * (settings.toUnit(rating) - value) / reach;
    if (!Float.isFinite(gradient)) {
      return;
    }
    float decay = weight * weightDecay;
    float userRatings = ratings(user, userBiasPrior);
    float itemRatings = ratings(item, itemBiasPrior);
    user[BIAS] =
        rehearsedBias(
            user[BIAS], shared[USER_MEANS], gradient, biasRate, userBiasPrior / userRatings, decay);
    item[BIAS] =
        rehearsedBias(
            item[BIAS], shared[itemMeans], gradient, biasRate, itemBiasPrior / itemRatings, decay);
    kernels.sgdStep(
        user,
        VECTOR,
        item,
        VECTOR,
        factors,
        rate * gradient,
        keep(rate * (userFactorPrior / userRatings + decay), 1, userSquare),
        rate * gradient,
        keep(rate * (itemFactorPrior / itemRatings + decay), 1, itemSquare));
  }

  @Override
  public float moodTrust(float[] shared) {
    return shared[trust];
  }

  @Override
  public void learnMoodTrust(float[] shared, float score, float shift, float rating, float weight) {
    float value = settings.link().apply(score + shared[trust] * shift);
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope) * shift;
    float information = weight * slope * shift * lever;
    float step =
        weight
            * lever
            * (settings.toUnit(rating) - value)
            / (precision(shared, trustPrecision) + information);
    if (Float.isFinite(step) && Float.isFinite(information)) {
      shared[trust] = Math.clamp(shared[trust] + step, 0, MAX_TRUST);
      grow(shared, trustPrecision, information);
    }
  }

  /// Takes a step towards the rating, one towards where rows start (the prior's pull, shared out
  /// over the row's ratings) and one towards zero, by weight decay.
  private static float rehearsedBias(
      float bias, float mean, float gradient, float rate, float pull, float decay) {
    return limit(
        bias
            + rate * gradient
            - Math.min(1, rate * pull) * (bias - mean)
            - Math.min(1, rate * decay) * bias);
  }

  /// Returns about how many ratings a row has learned from, at least 1, by what it is sure of.
  private float ratings(float[] row, float prior) {
    return Math.max(1, (row[BIAS_PRECISION] - prior) / typicalInformation);
  }

  private static float biasStep(float bias, float gain, float decay, float precision) {
    return limit(bias - Math.min(1, decay / precision) * bias + gain / precision);
  }

  /// Returns the part of a vector that weight decay leaves, and less where the vector has grown
  /// beyond all reason.
  private static float keep(float decay, float precision, float square) {
    float keep = 1 - Math.min(1, decay / precision);
    return square > RowLayout.LIMIT * RowLayout.LIMIT
        ? keep * RowLayout.LIMIT / (float) Math.sqrt(square)
        : keep;
  }

  private static float limit(float parameter) {
    return Math.clamp(parameter, -RowLayout.LIMIT, RowLayout.LIMIT);
  }

  /// Returns a precision as it bounds steps. What is counted goes on beyond the cap until the row
  /// is merged: several partitions that share a row at its cap are to average what they learned
  /// since, not to add up their moves.
  private float precision(float[] row, int at) {
    return Math.min(row[at], maxPrecision);
  }

  private static void grow(float[] row, int precisionAt, float by) {
    row[precisionAt] += by;
  }

  /// Moves the running mean of rows towards one of them.
  private void follow(float[] shared, int means, int precisionAt, float[] row) {
    grow(shared, precisionAt, 1);
    float step = 1 / Math.min(precision(shared, precisionAt), MEANS_MEMORY);
    shared[means] += step * (row[BIAS] - shared[means]);
    kernels.scale(1 - step, shared, means + 1, factors);
    kernels.axpy(step, row, VECTOR, shared, means + 1, factors);
  }

  @Override
  public int scanLength() {
    return factors;
  }

  @Override
  public float[] scanQuery(float[] shared, float[] user) {
    float[] query = new float[factors];
    System.arraycopy(user, VECTOR, query, 0, factors);
    return query;
  }

  @Override
  public float scanVector(float[] item, float[] into, int at) {
    System.arraycopy(item, VECTOR, into, at, factors);
    return item[BIAS];
  }

  @Override
  public float scanOffset(float[] shared, float[] user) {
    return shared[MEAN] + user[BIAS];
  }

  @Override
  public float itemBias(float[] item) {
    return item[BIAS];
  }

  @Override
  public float userBias(float[] user) {
    return user[BIAS];
  }
}
