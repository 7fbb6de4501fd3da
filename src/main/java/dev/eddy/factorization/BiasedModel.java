package dev.eddy.factorization;

import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// What the models have in common: `score = μ + b_u + b_i + interaction(user, item)`, and how
/// rows learn.
///
/// Each block of parameters carries a precision, and learning is one step of an extended Kalman
/// filter that keeps only that much of the covariance (Rendle 2013, "Scaling factorization
/// machines", has the batch form; the filter is standard). With error `e`, slope `d` of the link,
/// weight `w`, and `g_p`, `g_q` the gradients of the interaction with respect to the user's and
/// the item's vector, for the squared error ([Loss] says what cross-entropy puts in place of
/// `d`):
///
/// ```
/// S   = 1 + w·d²·(1/h_bu + 1/h_bi + |g_p|²/h_p + |g_q|²/h_q)
/// b_u ← b_u + w·d·e / (S·h_bu)        h_bu ← h_bu + w·d²
/// p   ← p + 2·w·d·e / (S·h_p) · g_p   h_p  ← h_p + w·d²·|g_p|²/k
/// ```
///
/// and the same for the item, with half a step of its vector in place of the double one. So the
/// step of a row shrinks with what it has seen, an uncertain row moves more than a certain one,
/// and division by `S` bounds every step. Weight decay takes `λ/h` of each parameter with each
/// step. Rehearsal takes plain gradient steps, normalized, with a prior that pulls each row to
/// its start.
///
/// Rows: `[bias, its precision, the vector's precision, vector…]`, of items also the mean of
/// their ratings and how many it is of. The shared row holds the
/// global mean, the means of users and of items that have one rating, where new rows start, the
/// trust in moods, and the weights of a network where the model has one.
abstract class BiasedModel implements Model {

  static final int BIAS = 0;
  static final int BIAS_PRECISION = 1;
  static final int VECTOR_PRECISION = 2;
  static final int VECTOR = 3;

  private static final int MEAN = 0;
  private static final int MEAN_PRECISION = 1;
  private static final int USER_MEANS_PRECISION = 2;
  private static final int ITEM_MEANS_PRECISION = 3;
  private static final int USER_MEANS = 4;

  /// The means where new rows start follow about this many of the rows that came last.
  private static final float MEANS_MEMORY = 10_000;

  /// The first step of a vector is worth more for the user, who will ask soon, and less for the
  /// item, which rehearsal will come back to; measured.
  private static final float USER_GAIN = 2;

  private static final float ITEM_GAIN = 0.5f;

  /// Moods are believed until about a hundred ratings have said otherwise.
  private static final float TRUST_PRIOR = 0.1f;

  private static final float MAX_TRUST = 2;

  /// Whole numbers that went through a merge may be off by a rounding.
  private static final float LEAST_COUNT = 0.5f;

  private final LearningSettings settings;
  private final VectorKernels kernels;
  private final int userFactors;
  private final int itemFactors;
  private final int itemMeans;
  private final int trust;
  private final int trustPrecision;
  private final RowLayout userLayout;
  private final RowLayout itemLayout;
  private final RowLayout sharedLayout;
  private final float weightDecay;
  private final float maxPrecision;
  private final float userBiasPrior;
  private final float itemBiasPrior;
  private final float userFactorPrior;
  private final float itemFactorPrior;
  private final float typicalInformation;

  /// Creates the common part.
  ///
  /// @param userFactors length of a user's vector
  /// @param itemFactors length of an item's vector
  /// @param weightBlocks how many numbers each block of a network's weights has; each block gets
  ///     a precision of its own
  BiasedModel(
      LearningSettings settings,
      VectorKernels kernels,
      int userFactors,
      int itemFactors,
      int... weightBlocks) {
    this.settings = settings;
    this.kernels = kernels;
    this.userFactors = userFactors;
    this.itemFactors = itemFactors;
    itemMeans = USER_MEANS + 1 + userFactors;
    trust = itemMeans + 1 + itemFactors;
    trustPrecision = trust + 1;
    weightDecay = (float) settings.weightDecay();
    maxPrecision = (float) settings.maxPrecision();
    userBiasPrior = priorPrecision(settings.userBiasSpread());
    itemBiasPrior = priorPrecision(settings.itemBiasSpread());
    userFactorPrior = priorPrecision(settings.userFactorSpread());
    itemFactorPrior = priorPrecision(settings.itemFactorSpread());
    typicalInformation = settings.typicalSlope() * settings.typicalSlope();
    userLayout = rowLayout(userFactors);
    itemLayout = withMean(rowLayout(itemFactors));
    List<RowLayout.Block> blocks =
        new ArrayList<>(
            List.of(
                new RowLayout.Block(MEAN, 1, MEAN_PRECISION, maxPrecision),
                new RowLayout.Block(
                    USER_MEANS, 1 + userFactors, USER_MEANS_PRECISION, maxPrecision),
                new RowLayout.Block(itemMeans, 1 + itemFactors, ITEM_MEANS_PRECISION, maxPrecision),
                new RowLayout.Block(trust, 1, trustPrecision, maxPrecision)));
    int end = trustPrecision + 1;
    for (int size : weightBlocks) {
      blocks.add(new RowLayout.Block(end + 1, size, end, maxPrecision));
      end += 1 + size;
    }
    sharedLayout = new RowLayout(end, blocks);
  }

  private RowLayout rowLayout(int factors) {
    return new RowLayout(
        VECTOR + factors,
        List.of(
            new RowLayout.Block(BIAS, 1, BIAS_PRECISION, maxPrecision),
            new RowLayout.Block(VECTOR, factors, VECTOR_PRECISION, maxPrecision)));
  }

  /// Adds the mean of ratings. Its precision is their number, so its natural form is their sum,
  /// and what partitions counted adds up.
  private RowLayout withMean(RowLayout layout) {
    List<RowLayout.Block> blocks = new ArrayList<>(layout.blocks());
    blocks.add(new RowLayout.Block(layout.length(), 1, layout.length() + 1, Float.MAX_VALUE));
    return new RowLayout(layout.length() + 2, blocks);
  }

  /// Returns scratch space for one pass over a user and an item.
  abstract float[] newWork();

  /// Returns the part of the score that the vectors make, and leaves in the scratch space what
  /// [#differentiate] needs.
  abstract float interaction(float[] shared, float[] user, float[] item, float[] work);

  /// Leaves in the scratch space what the methods below need, after [#interaction].
  abstract void differentiate(float[] shared, float[] work);

  /// Returns the squared length of the interaction's gradient with respect to the user's vector,
  /// after [#differentiate].
  ///
  /// @param itemSquare squared length of the item's vector
  abstract float userGradientSquare(float itemSquare, float[] work);

  /// Returns the same with respect to the item's vector.
  ///
  /// @param userSquare squared length of the user's vector
  abstract float itemGradientSquare(float userSquare, float[] work);

  /// Returns how uncertain the score is because a network's weights are, after [#differentiate];
  /// in   /// units of the rating noise.
  abstract float weightVariance(float[] shared, float userSquare, float itemSquare, float[] work);

  /// Moves both vectors along their gradients, each seeing the other as it was: a vector becomes
  /// `keep` times itself plus `gain` times the gradient.
  abstract void step(
      float[] user,
      float[] item,
      float[] work,
      float userGain,
      float userKeep,
      float itemGain,
      float itemKeep);

  /// Learns the weights of a network, if there is one; after [#differentiate] and before [#step].
  ///
  /// @param gain what parameters move by, times their gradient and divided by their precision
  /// @param decay of weights, before it is divided by their precision
  /// @param information about the score
  abstract void stepWeights(
      float[] shared,
      float[] user,
      float[] item,
      float[] work,
      float gain,
      float decay,
      float information);

  final VectorKernels kernels() {
    return kernels;
  }

  /// Returns where a block of a network's weights is in the shared row.
  final RowLayout.Block weights(int block) {
    return sharedLayout.blocks().get(4 + block);
  }

  @Override
  public final LearningSettings settings() {
    return settings;
  }

  @Override
  public final RowLayout userLayout() {
    return userLayout;
  }

  @Override
  public final RowLayout itemLayout() {
    return itemLayout;
  }

  @Override
  public final RowLayout sharedLayout() {
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
  public final float[] newUser(String userId, float[] shared) {
    float[] row = meanUser(shared);
    addNoise("u:" + userId, row, userFactors, settings.userFactorSpread());
    return row;
  }

  @Override
  public final float[] newItem(String itemId, float[] shared) {
    float[] row = meanItem(shared);
    addNoise("i:" + itemId, row, itemFactors, settings.itemFactorSpread());
    return row;
  }

  @Override
  public final float[] meanUser(float[] shared) {
    float[] row = plainUser(shared);
    System.arraycopy(shared, USER_MEANS + 1, row, VECTOR, userFactors);
    return row;
  }

  @Override
  public final float[] meanItem(float[] shared) {
    float[] row = plainItem(shared);
    System.arraycopy(shared, itemMeans + 1, row, VECTOR, itemFactors);
    return row;
  }

  @Override
  public final float[] plainUser(float[] shared) {
    float[] row = new float[userLayout.length()];
    row[BIAS] = shared[USER_MEANS];
    row[BIAS_PRECISION] = userBiasPrior;
    row[VECTOR_PRECISION] = userFactorPrior;
    return row;
  }

  @Override
  public final float[] plainItem(float[] shared) {
    float[] row = new float[itemLayout.length()];
    row[BIAS] = shared[itemMeans];
    row[BIAS_PRECISION] = itemBiasPrior;
    row[VECTOR_PRECISION] = itemFactorPrior;
    return row;
  }

  /// Returns how far new vectors scatter, as a part of their spread.
  abstract double startNoise();

  private void addNoise(String name, float[] row, int factors, double spread) {
    SplittableRandom noise = new SplittableRandom(settings.seed() ^ Hash.of(name));
    for (int i = 0; i < factors; i++) {
      row[VECTOR + i] += (float) (startNoise() * spread * noise.nextGaussian());
    }
  }

  @Override
  public final float[] newFeature(RowKind kind) {
    boolean ofUsers = kind == RowKind.USER_FEATURE;
    float[] row = new float[(ofUsers ? userLayout : itemLayout).length()];
    row[BIAS_PRECISION] = ofUsers ? userBiasPrior : itemBiasPrior;
    row[VECTOR_PRECISION] = ofUsers ? userFactorPrior : itemFactorPrior;
    return row;
  }

  /// Returns the precision of a parameter of which nothing is known but its spread.
  final float priorPrecision(double spread) {
    double ratio = settings.ratingNoise() / spread;
    return (float) Math.min(ratio * ratio, settings.maxPrecision());
  }

  @Override
  public final float score(float[] shared, float[] user, float[] item) {
    return score(shared, user, item, newWork());
  }

  private float score(float[] shared, float[] user, float[] item, float[] work) {
    return shared[MEAN] + user[BIAS] + item[BIAS] + interaction(shared, user, item, work);
  }

  @Override
  public final float learn(float[] shared, float[] user, float[] item, float rating, float weight) {
    float[] work = newWork();
    float value = settings.link().apply(score(shared, user, item, work));
    differentiate(shared, work);
    float error = settings.toUnit(rating) - value;
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope);
    float information = weight * slope * lever;
    float userSquare = kernels.dot(user, VECTOR, user, VECTOR, userFactors);
    float itemSquare = kernels.dot(item, VECTOR, item, VECTOR, itemFactors);
    float userGradientSquare = userGradientSquare(itemSquare, work);
    float itemGradientSquare = itemGradientSquare(userSquare, work);
    float variance =
        1
            + information
                * (1 / precision(shared, MEAN_PRECISION)
                    + 1 / precision(user, BIAS_PRECISION)
                    + 1 / precision(item, BIAS_PRECISION)
                    + userGradientSquare / precision(user, VECTOR_PRECISION)
                    + itemGradientSquare / precision(item, VECTOR_PRECISION)
                    + weightVariance(shared, userSquare, itemSquare, work));
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
    float userGain = USER_GAIN * gain / precision(user, VECTOR_PRECISION);
    float itemGain = ITEM_GAIN * gain / precision(item, VECTOR_PRECISION);
    stepWeights(shared, user, item, work, gain, decay, information);
    step(
        user,
        item,
        work,
        userGain,
        keep(decay, precision(user, VECTOR_PRECISION), userSquare),
        itemGain,
        keep(decay, precision(item, VECTOR_PRECISION), itemSquare));

    shared[MEAN_PRECISION] += information;
    user[BIAS_PRECISION] += information;
    item[BIAS_PRECISION] += information;
    user[VECTOR_PRECISION] += information * userGradientSquare / userFactors;
    item[VECTOR_PRECISION] += information * itemGradientSquare / itemFactors;
    float biasMove = item[BIAS] - itemBefore;
    return (float) Math.sqrt(biasMove * biasMove + itemGain * itemGain * itemGradientSquare);
  }

  @Override
  public final void rehearse(
      float[] shared,
      float[] user,
      float[] userPrior,
      float[] item,
      float[] itemPrior,
      float rating,
      float weight) {
    float[] work = newWork();
    float value = settings.link().apply(score(shared, user, item, work));
    differentiate(shared, work);
    float slope = settings.link().derivative(value);
    float lever = settings.lever(slope);
    float userSquare = kernels.dot(user, VECTOR, user, VECTOR, userFactors);
    float itemSquare = kernels.dot(item, VECTOR, item, VECTOR, itemFactors);
    float rate = (float) settings.rehearsal().rate();
    float biasRate = (float) settings.rehearsal().biasRate();
    float gradientSquares =
        userGradientSquare(itemSquare, work) + itemGradientSquare(userSquare, work);
    // Normalized, so that no step overshoots what it corrects.
    float reach = 1 + weight * slope * lever * (rate * gradientSquares + 2 * biasRate);
    float gradient = weight * lever * (settings.toUnit(rating) - value) / reach;
    if (!Float.isFinite(gradient)) {
      return;
    }
    float decay = weight * weightDecay;
    float userRatings = ratings(user, userBiasPrior);
    float itemRatings = ratings(item, itemBiasPrior);
    user[BIAS] =
        rehearsedBias(
            user[BIAS], userPrior[BIAS], gradient, biasRate, userBiasPrior / userRatings, decay);
    item[BIAS] =
        rehearsedBias(
            item[BIAS], itemPrior[BIAS], gradient, biasRate, itemBiasPrior / itemRatings, decay);
    float userPull = Math.min(1, rate * userFactorPrior / userRatings);
    float itemPull = Math.min(1, rate * itemFactorPrior / itemRatings);
    step(
        user,
        item,
        work,
        rate * gradient,
        keep(userPull + rate * decay, 1, userSquare),
        rate * gradient,
        keep(itemPull + rate * decay, 1, itemSquare));
    kernels.axpy(userPull, userPrior, VECTOR, user, VECTOR, userFactors);
    kernels.axpy(itemPull, itemPrior, VECTOR, item, VECTOR, itemFactors);
  }

  @Override
  public final float moodTrust(float[] shared) {
    return shared[trust];
  }

  @Override
  public final void learnMoodTrust(
      float[] shared, float score, float shift, float rating, float weight) {
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
      shared[trustPrecision] += information;
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
  final float precision(float[] row, int at) {
    return Math.min(row[at], maxPrecision);
  }

  @Override
  public final void followUser(float[] shared, float[] user) {
    follow(shared, USER_MEANS, USER_MEANS_PRECISION, user, userFactors);
  }

  @Override
  public final void followItem(float[] shared, float[] item) {
    follow(shared, itemMeans, ITEM_MEANS_PRECISION, item, itemFactors);
  }

  /// Moves the running mean of rows towards one of them.
  private void follow(float[] shared, int means, int precisionAt, float[] row, int factors) {
    shared[precisionAt] += 1;
    float step = 1 / Math.min(precision(shared, precisionAt), MEANS_MEMORY);
    shared[means] += step * (row[BIAS] - shared[means]);
    kernels.scale(1 - step, shared, means + 1, factors);
    kernels.axpy(step, row, VECTOR, shared, means + 1, factors);
  }

  @Override
  public final float scanOffset(float[] shared, float[] user) {
    return shared[MEAN] + user[BIAS];
  }

  @Override
  public final void account(float[] item, double before, double after) {
    int mean = VECTOR + itemFactors;
    int ratings = mean + 1;
    float sum = item[mean] * item[ratings];
    float count = item[ratings];
    if (!Double.isNaN(before)) {
      sum -= settings.toUnit(before);
      count--;
    }
    if (!Double.isNaN(after)) {
      sum += settings.toUnit(after);
      count++;
    }
    boolean any = count >= LEAST_COUNT;
    item[mean] = any ? sum / count : 0;
    item[ratings] = any ? count : 0;
  }

  @Override
  public final double meanRating(float[] item) {
    int mean = VECTOR + itemFactors;
    return item[mean + 1] < LEAST_COUNT ? Double.NaN : settings.toRating(item[mean]);
  }

  @Override
  public final float itemBias(float[] item) {
    return item[BIAS];
  }

  @Override
  public final float userBias(float[] user) {
    return user[BIAS];
  }

  @Override
  public final float userNorm(float[] user) {
    return (float) Math.sqrt(kernels.dot(user, VECTOR, user, VECTOR, userFactors));
  }

  @Override
  public final float itemNorm(float[] item) {
    return (float) Math.sqrt(kernels.dot(item, VECTOR, item, VECTOR, itemFactors));
  }

  @Override
  public final List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.ofUsers("user vectors", userFactors));
    layers.add(Layer.ofItems("item vectors", itemFactors));
    layers.addAll(network());
    layers.add(Layer.ofUsers("user biases", 1));
    layers.add(Layer.ofItems("item biases", 1));
    layers.add(Layer.shared("mean", 1, 1));
    return layers;
  }

  /// Returns the layers between the vectors and the biases.
  List<Layer> network() {
    return List.of();
  }

  @Override
  public final String signature() {
    return "%s %s, loss %s, link %s, scale %s to %s, margin %s"
        .formatted(
            name(),
            layers().stream()
                .map(layer -> layer.inputs() + "x" + layer.outputs())
                .collect(Collectors.joining("-")),
            settings.loss(),
            settings.link(),
            settings.ratingMin(),
            settings.ratingMax(),
            settings.linkMargin())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
