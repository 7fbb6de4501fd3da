package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
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
/// p   ← p + w·d·e / (S·h_p) · g_p     h_p  ← h_p + w·d²·|g_p|²/k
/// ```
///
/// and the same for the item, with half a step of its vector. So the
/// step of a row shrinks with what it has seen, an uncertain row moves more than a certain one,
/// and division by `S` bounds every step. Where the settings cap the influence of one user, the
/// item and what is shared take only a part of the step of somebody who has said much. Weight decay
/// takes `λ/h` of each parameter with each step.
///
/// [ModelRows] says what stands where.
abstract class BiasedModel extends ModelRows {

  /// An item's vector takes half of the step: what the user's vector was when the rating came says
  /// less than the filter believes; measured.
  private static final float ITEM_GAIN = 0.5f;

  private final float weightDecay;

  /// Creates the common part.
  ///
  /// @param userFactors length of a user's vector
  /// @param itemFactors length of an item's vector
  /// @param weightBlocks how many numbers each block of a network's weights has
  BiasedModel(
      LearningSettings settings,
      VectorKernels kernels,
      int userFactors,
      int itemFactors,
      int... weightBlocks) {
    super(settings, kernels, userFactors, itemFactors, weightBlocks);
    weightDecay = (float) settings.weightDecay();
  }

  /// Returns scratch space for one pass over a user and an item.
  abstract float[] newWork();

  /// Returns the part of the score that the vectors make, and leaves in the scratch space what
  /// [#differentiate] needs.
  abstract float interaction(float[] shared, float[] user, float[] item, float[] work);

  /// Leaves in the scratch space what the methods below need, after [#interaction].
  void differentiate(float[] shared, float[] work) {}

  /// Returns the squared length of the interaction's gradient with respect to the user's vector,
  /// after [#differentiate].
  ///
  /// @param itemSquare squared length of the item's vector
  abstract float userGradientSquare(float itemSquare, float[] work);

  /// Returns the same with respect to the item's vector.
  ///
  /// @param userSquare squared length of the user's vector
  abstract float itemGradientSquare(float userSquare, float[] work);

  /// Writes the interaction's gradient with respect to the user's vector, after [#differentiate].
  abstract void writeUserGradient(float[] item, float[] work, float[] into, int at);

  /// Returns how uncertain the score is because a network's weights are, in units of the rating
  /// noise; 0 without a network. After [#differentiate].
  float weightVariance(float[] shared, float userSquare, float itemSquare, float[] work) {
    return 0;
  }

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
  /// @param userSquare squared length of the user's vector
  /// @param itemSquare squared length of the item's vector
  /// @param gain what parameters move by, times their gradient and divided by their precision
  /// @param decay of weights, before it is divided by their precision
  /// @param information about the score
  void stepWeights(
      float[] shared,
      float[] user,
      float userSquare,
      float[] item,
      float itemSquare,
      float[] work,
      float gain,
      float decay,
      float information) {}

  @Override
  public final float score(float[] shared, float[] user, float[] item) {
    return score(shared, user, item, newWork());
  }

  private float score(float[] shared, float[] user, float[] item, float[] work) {
    return shared[MEAN] + user[BIAS] + item[BIAS] + interaction(shared, user, item, work);
  }

  @Override
  public final float learn(
      float[] shared, float[] user, float[] item, float rating, float weight, float voice) {
    float[] work = newWork();
    float value = settings().link().apply(score(shared, user, item, work));
    differentiate(shared, work);
    float error = settings().toUnit(rating) - value;
    float slope = settings().link().derivative(value);
    float lever = settings().lever(slope);
    float information = weight * slope * lever;
    float userSquare = userSquare(user);
    float itemSquare = itemSquare(item);
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
    float heardGain = voice * gain;
    float heardDecay = voice * decay;
    float heardInformation = voice * information;
    float userBefore = user[BIAS];
    float itemBefore = item[BIAS];
    shared[MEAN] = limit(shared[MEAN] + heardGain / precision(shared, MEAN_PRECISION));
    user[BIAS] = biasStep(userBefore, gain, decay, precision(user, BIAS_PRECISION));
    item[BIAS] = biasStep(itemBefore, heardGain, heardDecay, precision(item, BIAS_PRECISION));
    float userGain = gain / precision(user, VECTOR_PRECISION);
    float itemGain = ITEM_GAIN * heardGain / precision(item, VECTOR_PRECISION);
    stepWeights(
        shared, user, userSquare, item, itemSquare, work, heardGain, heardDecay, heardInformation);
    step(
        user,
        item,
        work,
        userGain,
        keep(decay, precision(user, VECTOR_PRECISION), userSquare),
        itemGain,
        keep(heardDecay, precision(item, VECTOR_PRECISION), itemSquare));

    shared[MEAN_PRECISION] += heardInformation;
    user[BIAS_PRECISION] += information;
    item[BIAS_PRECISION] += heardInformation;
    user[VECTOR_PRECISION] += information * userGradientSquare / userFactors();
    item[VECTOR_PRECISION] += heardInformation * itemGradientSquare / itemFactors();
    float biasMove = item[BIAS] - itemBefore;
    return (float) Math.sqrt(biasMove * biasMove + itemGain * itemGain * itemGradientSquare);
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

  static float limit(float parameter) {
    return Math.clamp(parameter, -RowLayout.LIMIT, RowLayout.LIMIT);
  }

  @Override
  public final float itemDeviation(float[] item) {
    return (float) (settings().ratingNoise() / Math.sqrt(precision(item, BIAS_PRECISION)));
  }

  @Override
  public final float[] drawUser(float[] user, double scale, RandomGenerator chance) {
    float[] drawn = user.clone(); // the bias stays, it orders nothing
    double deviation =
        scale * settings().ratingNoise() / Math.sqrt(precision(user, VECTOR_PRECISION));
    for (int i = VECTOR; i < VECTOR + userFactors(); i++) {
      drawn[i] = limit((float) (drawn[i] + deviation * chance.nextGaussian()));
    }
    return drawn;
  }

  @Override
  public final UserSolver newSolver() {
    return new UserSolver(this);
  }

  /// Returns the score and writes the gradient of the interaction with respect to the user's
  /// vector.
  final float linearize(
      float[] shared, float[] user, float[] item, float[] work, float[] into, int at) {
    float score = score(shared, user, item, work);
    differentiate(shared, work);
    writeUserGradient(item, work, into, at);
    return score;
  }

  /// Returns how uncertain a score is because the item's row is, in units of the rating noise;
  /// after [#linearize].
  ///
  /// @param userSquare squared length of the user's vector
  final float itemVariance(float[] item, float userSquare, float[] work) {
    return 1 / item[BIAS_PRECISION] + itemGradientSquare(userSquare, work) / item[VECTOR_PRECISION];
  }

  @Override
  public final float scanOffset(float[] shared, float[] user) {
    return shared[MEAN] + user[BIAS];
  }

  @Override
  public final List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.ofUsers("user vectors", userFactors()));
    layers.add(Layer.ofItems("item vectors", itemFactors()));
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
            settings().loss(),
            settings().link(),
            settings().ratingMin(),
            settings().ratingMax(),
            settings().linkMargin())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
