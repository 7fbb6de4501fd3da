package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A network over both vectors, beside the biases: they are concatenated, pass a linear layer,
/// rectified units and another linear layer.
///
/// ```
/// score = μ + b_u + b_i + Σ_j v_j · max(0, (A·p_u)_j + (B·q_i)_j + c_j)
/// ```
///
/// Here a user's vector may be longer or shorter than an item's, since they never meet each other
/// but only the layer; in a dot product each factor of the one is multiplied by the same factor
/// of the other.
///
/// A multilayer perceptron that starts at random learns only slowly to multiply (Rendle et al.
/// 2020, "Neural collaborative filtering vs. matrix factorization revisited"). So it starts as
/// something that does: for each factor, eight units make a piecewise linear picture of
/// `(x + y)² − (x − y)² = 4xy`. From there on every weight is learned.
public final class NeuralModel extends BiasedModel {

  private static final int USER_LAYER = 0;
  private static final int ITEM_LAYER = 1;
  private static final int HIDDEN_BIAS = 2;
  private static final int OUTPUT = 3;

  /// Where the picture of a square bends, and by how much. In units of the user's factor.
  private static final float[] KINKS = {0, 0.15f};

  private static final float[] BENDS = {0.15f, 0.2f};

  /// Vectors of items scatter more than those of users; this brings them to one scale.
  private static final float ITEM_SCALE = 0.4f;

  private static final float USER_SCALE = 0.5f;

  /// All other weights of the first layers start within a little of zero.
  private static final double WEIGHT_NOISE = 0.03;

  /// Weights count as known from so many ratings: they are to follow what all users have in
  /// common, not the last one.
  private static final float WEIGHT_PRECISION = 5_000;

  private static final float[] ONE = {1};

  private final int userFactors;
  private final int itemFactors;
  private final int hidden;

  /// Creates the model.
  public NeuralModel(LearningSettings settings, VectorKernels kernels) {
    super(
        settings,
        kernels,
        settings.network().userFactors(),
        settings.network().itemFactors(),
        settings.network().userFactors() * settings.network().hidden(),
        settings.network().itemFactors() * settings.network().hidden(),
        settings.network().hidden(),
        settings.network().hidden());
    userFactors = settings.network().userFactors();
    itemFactors = settings.network().itemFactors();
    hidden = settings.network().hidden();
  }

  @Override
  public String name() {
    return "nn";
  }

  @Override
  List<Layer> network() {
    return List.of(
        Layer.shared("hidden layer, of users", userFactors, hidden),
        Layer.shared("hidden layer, of items", itemFactors, hidden),
        Layer.shared("hidden biases", 1, hidden),
        Layer.shared("output layer", hidden, 1));
  }

  @Override
  public float[] newShared() {
    float[] shared = super.newShared();
    SplittableRandom random = new SplittableRandom(settings().seed());
    for (int block = USER_LAYER; block <= OUTPUT; block++) {
      shared[weights(block).precisionAt()] = WEIGHT_PRECISION;
    }
    for (int block = USER_LAYER; block <= ITEM_LAYER; block++) {
      RowLayout.Block weights = weights(block);
      for (int i = weights.at(); i < weights.at() + weights.size(); i++) {
        shared[i] = (float) (WEIGHT_NOISE * random.nextGaussian());
      }
    }
    int unit = 0;
    for (int factor = 0; factor < Math.min(userFactors, itemFactors); factor++) {
      for (int kink = 0; kink < KINKS.length; kink++) {
        for (int signs = 0; signs < 4 && unit < hidden; signs++) {
          startUnit(shared, unit++, factor, kink, (signs & 1) == 0 ? 1 : -1, signs < 2 ? 1 : -1);
        }
      }
    }
    return shared;
  }

  /// Makes one of the units that multiply a factor of the user by the same one of the item.
  private void startUnit(float[] shared, int unit, int factor, int kink, int user, int item) {
    shared[weights(USER_LAYER).at() + factor * hidden + unit] = USER_SCALE * user;
    shared[weights(ITEM_LAYER).at() + factor * hidden + unit] = ITEM_SCALE * item;
    shared[weights(HIDDEN_BIAS).at() + unit] = -KINKS[kink];
    shared[weights(OUTPUT).at() + unit] = BENDS[kink] * user * item;
  }

  /// Scratch space: what the hidden units give, the gradient of the score with respect to what
  /// goes into them, and those with respect to the vectors.
  @Override
  float[] newWork() {
    return new float[2 * hidden + userFactors + itemFactors];
  }

  @Override
  float interaction(float[] shared, float[] user, float[] item, float[] work) {
    System.arraycopy(shared, weights(HIDDEN_BIAS).at(), work, 0, hidden);
    kernels()
        .addProduct(shared, weights(USER_LAYER).at(), userFactors, hidden, user, VECTOR, work, 0);
    kernels()
        .addProduct(shared, weights(ITEM_LAYER).at(), itemFactors, hidden, item, VECTOR, work, 0);
    for (int j = 0; j < hidden; j++) {
      work[j] = Math.max(0, work[j]);
    }
    return kernels().dot(shared, weights(OUTPUT).at(), work, 0, hidden);
  }

  @Override
  void differentiate(float[] shared, float[] work) {
    int output = weights(OUTPUT).at();
    for (int j = 0; j < hidden; j++) {
      work[hidden + j] = work[j] > 0 ? shared[output + j] : 0;
    }
    int gradients = 2 * hidden;
    kernels()
        .transposedProduct(
            shared, weights(USER_LAYER).at(), userFactors, hidden, work, hidden, work, gradients);
    kernels()
        .transposedProduct(
            shared,
            weights(ITEM_LAYER).at(),
            itemFactors,
            hidden,
            work,
            hidden,
            work,
            gradients + userFactors);
  }

  @Override
  void writeUserGradient(float[] item, float[] work, float[] into, int at) {
    System.arraycopy(work, 2 * hidden, into, at, userFactors);
  }

  @Override
  float userGradientSquare(float itemSquare, float[] work) {
    return kernels().dot(work, 2 * hidden, work, 2 * hidden, userFactors);
  }

  @Override
  float itemGradientSquare(float userSquare, float[] work) {
    int at = 2 * hidden + userFactors;
    return kernels().dot(work, at, work, at, itemFactors);
  }

  @Override
  void step(
      float[] user,
      float[] item,
      float[] work,
      float userGain,
      float userKeep,
      float itemGain,
      float itemKeep) {
    kernels().scale(userKeep, user, VECTOR, userFactors);
    kernels().axpy(userGain, work, 2 * hidden, user, VECTOR, userFactors);
    kernels().scale(itemKeep, item, VECTOR, itemFactors);
    kernels().axpy(itemGain, work, 2 * hidden + userFactors, item, VECTOR, itemFactors);
  }

  @Override
  float weightVariance(float[] shared, float userSquare, float itemSquare, float[] work) {
    float gradientSquare = kernels().dot(work, hidden, work, hidden, hidden);
    float activitySquare = kernels().dot(work, 0, work, 0, hidden);
    return gradientSquare
            * (userSquare / weightPrecision(shared, USER_LAYER)
                + itemSquare / weightPrecision(shared, ITEM_LAYER)
                + 1 / weightPrecision(shared, HIDDEN_BIAS))
        + activitySquare / weightPrecision(shared, OUTPUT);
  }

  private float weightPrecision(float[] shared, int block) {
    return precision(shared, weights(block).precisionAt());
  }

  @Override
  void stepWeights(
      float[] shared,
      float[] user,
      float userSquare,
      float[] item,
      float itemSquare,
      float[] work,
      float gain,
      float decay,
      float information) {
    float gradientSquare = kernels().dot(work, hidden, work, hidden, hidden);
    float activitySquare = kernels().dot(work, 0, work, 0, hidden);
    stepBlock(shared, USER_LAYER, user, VECTOR, userFactors, work, hidden, gain, decay);
    stepBlock(shared, ITEM_LAYER, item, VECTOR, itemFactors, work, hidden, gain, decay);
    stepBlock(shared, HIDDEN_BIAS, ONE, 0, 1, work, hidden, gain, decay);
    stepBlock(shared, OUTPUT, ONE, 0, 1, work, 0, gain, decay);
    grow(shared, USER_LAYER, information * gradientSquare * userSquare);
    grow(shared, ITEM_LAYER, information * gradientSquare * itemSquare);
    grow(shared, HIDDEN_BIAS, information * gradientSquare);
    grow(shared, OUTPUT, information * activitySquare);
  }

  private void stepBlock(
      float[] shared,
      int block,
      float[] x,
      int xAt,
      int inputs,
      float[] y,
      int yAt,
      float gain,
      float decay) {
    float precision = weightPrecision(shared, block);
    kernels()
        .addOuter(
            1 - Math.min(1, decay / precision),
            gain / precision,
            x,
            xAt,
            inputs,
            y,
            yAt,
            hidden,
            shared,
            weights(block).at());
  }

  private void grow(float[] shared, int block, float information) {
    shared[weights(block).precisionAt()] += information / weights(block).size();
  }

  @Override
  public int scanLength() {
    return hidden;
  }

  /// The user's half of the hidden layer, and the output weights after it.
  @Override
  public float[] scanQuery(float[] shared, float[] user) {
    float[] query = new float[2 * hidden];
    System.arraycopy(shared, weights(HIDDEN_BIAS).at(), query, 0, hidden);
    kernels()
        .addProduct(shared, weights(USER_LAYER).at(), userFactors, hidden, user, VECTOR, query, 0);
    System.arraycopy(shared, weights(OUTPUT).at(), query, hidden, hidden);
    return query;
  }

  /// The item's half of the hidden layer: what every user's half is added to.
  @Override
  public float scanVector(float[] shared, float[] item, float[] into, int at) {
    Arrays.fill(into, at, at + hidden, 0);
    kernels()
        .addProduct(shared, weights(ITEM_LAYER).at(), itemFactors, hidden, item, VECTOR, into, at);
    return item[BIAS];
  }

  @Override
  public boolean scansWithShared() {
    return true;
  }

  @Override
  public boolean scansByProduct() {
    return false;
  }

  @Override
  public void scan(float[] query, float[] vectors, float[] biases, int rows, float[] scores) {
    kernels().hiddenScores(query, 0, query, hidden, hidden, vectors, biases, rows, scores);
  }
}
