package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The part of a model with biases that is about its rows: what stands where in them, where new
/// ones start, the running means that they start at, and what a row says by itself.
///
/// Users: `[bias, its precision, the vector's precision, vector…]`; items the same, then an account
/// of their ratings ([RatingSum]). The shared row: the global mean, the means of users and of
/// items, the trust in session biases ([SessionBiasTrust]), and the weights of a network where the
/// model has one.
public abstract class ModelRows implements Model {

  static final int BIAS = 0;
  static final int BIAS_PRECISION = 1;
  static final int VECTOR_PRECISION = 2;
  public static final int VECTOR = 3;

  static final int MEAN = 0;
  static final int MEAN_PRECISION = 1;
  private static final int USER_MEANS_PRECISION = 2;
  private static final int ITEM_MEANS_PRECISION = 3;
  private static final int USER_MEANS = 4;

  /// Blocks of the shared row before those of a network.
  private static final int COMMON_BLOCKS = 4;

  /// The means where new rows start follow about this many of the rows that came last.
  private static final float MEANS_MEMORY = 10_000;

  /// New vectors scatter by this part of their spread: enough for a gradient to take hold of, and
  /// little beside what is learned.
  private static final double START_NOISE = 0.06;

  private final LearningSettings settings;
  private final VectorKernels kernels;
  private final int userFactors;
  private final int itemFactors;
  private final int itemMeans;
  private final RowLayout userLayout;
  private final RowLayout itemLayout;
  private final RowLayout sharedLayout;
  private final SessionBiasTrust trust;
  private final RatingSum account;
  private final RatingSum waitingAccount;
  private final float maxPrecision;
  private final float userBiasPrior;
  private final float itemBiasPrior;
  private final float userFactorPrior;
  private final float itemFactorPrior;

  /// Lays rows out.
  ///
  /// @param userFactors length of a user's vector
  /// @param itemFactors length of an item's vector
  /// @param weightBlocks how many numbers each block of a network's weights has; each block gets
  ///     a precision of its own
  ModelRows(
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
    maxPrecision = (float) settings.maxPrecision();
    userBiasPrior = priorPrecision(settings.userBiasSpread());
    itemBiasPrior = priorPrecision(settings.itemBiasSpread());
    userFactorPrior = priorPrecision(settings.userFactorSpread());
    itemFactorPrior = priorPrecision(settings.itemFactorSpread());
    userLayout =
        new RowLayout(
            VECTOR + userFactors,
            List.of(
                new RowLayout.Block(BIAS, 1, BIAS_PRECISION, maxPrecision),
                new RowLayout.Block(VECTOR, userFactors, VECTOR_PRECISION, maxPrecision)));
    account = new RatingSum(settings, VECTOR + itemFactors);
    waitingAccount = new RatingSum(settings, 0);
    itemLayout =
        new RowLayout(
            account.end(),
            List.of(
                new RowLayout.Block(BIAS, 1, BIAS_PRECISION, maxPrecision),
                new RowLayout.Block(VECTOR, itemFactors, VECTOR_PRECISION, maxPrecision),
                account.block()));
    trust = new SessionBiasTrust(settings, itemMeans + 1 + itemFactors);
    List<RowLayout.Block> ofAll =
        new ArrayList<>(
            List.of(
                new RowLayout.Block(MEAN, 1, MEAN_PRECISION, maxPrecision),
                new RowLayout.Block(
                    USER_MEANS, 1 + userFactors, USER_MEANS_PRECISION, maxPrecision),
                new RowLayout.Block(itemMeans, 1 + itemFactors, ITEM_MEANS_PRECISION, maxPrecision),
                trust.block()));
    int end = trust.end();
    for (int size : weightBlocks) {
      ofAll.add(new RowLayout.Block(end + 1, size, end, maxPrecision));
      end += 1 + size;
    }
    sharedLayout = new RowLayout(end, ofAll);
  }

  @Override
  public final LearningSettings settings() {
    return settings;
  }

  @Override
  public final VectorKernels kernels() {
    return kernels;
  }

  @Override
  public final int userFactors() {
    return userFactors;
  }

  /// Returns how long an item's vector is.
  final int itemFactors() {
    return itemFactors;
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

  /// Returns where a block of a network's weights is in the shared row.
  final RowLayout.Block weights(int block) {
    return sharedLayout.blocks().get(COMMON_BLOCKS + block);
  }

  /// Returns a precision as it bounds steps. What is counted goes on beyond the cap until the row
  /// is merged: several partitions that share a row at its cap are to average what they learned
  /// since, not to add up their moves.
  final float precision(float[] row, int at) {
    return Math.min(row[at], maxPrecision);
  }

  private float priorPrecision(double spread) {
    double ratio = settings.ratingNoise() / spread;
    return (float) Math.min(ratio * ratio, settings.maxPrecision());
  }

  @Override
  public float[] newShared() {
    float[] shared = new float[sharedLayout.length()];
    shared[MEAN] = settings.link().inverse(0.5f);
    shared[MEAN_PRECISION] = priorPrecision(1);
    shared[USER_MEANS_PRECISION] = 1;
    shared[ITEM_MEANS_PRECISION] = 1;
    trust.start(shared);
    return shared;
  }

  @Override
  public final void addNoise(String userId, float[] user) {
    addNoise("u:" + userId, user, userFactors, settings.userFactorSpread());
  }

  @Override
  public final float[] newItem(String itemId, float[] shared) {
    float[] row = meanItem(shared);
    addNoise("i:" + itemId, row, itemFactors, settings.itemFactorSpread());
    return row;
  }

  private void addNoise(String name, float[] row, int factors, double spread) {
    SplittableRandom noise = new SplittableRandom(settings.seed() ^ Hash.of(name));
    for (int i = 0; i < factors; i++) {
      row[VECTOR + i] += (float) (START_NOISE * spread * noise.nextGaussian());
    }
  }

  @Override
  public final float[] meanUser(float[] shared) {
    float[] row = newFeature(RowKind.USER_FEATURE);
    row[BIAS] = shared[USER_MEANS];
    System.arraycopy(shared, USER_MEANS + 1, row, VECTOR, userFactors);
    return row;
  }

  @Override
  public final float[] meanItem(float[] shared) {
    float[] row = newFeature(RowKind.ITEM_FEATURE);
    row[BIAS] = shared[itemMeans];
    System.arraycopy(shared, itemMeans + 1, row, VECTOR, itemFactors);
    return row;
  }

  @Override
  public final float[] newFeature(RowKind kind) {
    boolean ofUsers = kind == RowKind.USER_FEATURE;
    float[] row = new float[(ofUsers ? userLayout : itemLayout).length()];
    row[BIAS_PRECISION] = ofUsers ? userBiasPrior : itemBiasPrior;
    row[VECTOR_PRECISION] = ofUsers ? userFactorPrior : itemFactorPrior;
    return row;
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
  public final float sessionTrust(float[] shared) {
    return trust.of(shared);
  }

  @Override
  public final void learnSessionTrust(
      float[] shared, float score, float shift, float rating, float weight) {
    trust.learn(shared, score, shift, rating, weight);
  }

  @Override
  public final void account(float[] item, double before, double after) {
    accountOf(item).replace(item, before, after);
  }

  @Override
  public final double meanRating(float[] item) {
    return accountOf(item).mean(item);
  }

  private RatingSum accountOf(float[] item) {
    return RowLayout.isWaiting(item) ? waitingAccount : account;
  }

  @Override
  public final float userBias(float[] user) {
    return user[BIAS];
  }

  @Override
  public final float itemBias(float[] item) {
    return item[BIAS];
  }

  @Override
  public final float userNorm(float[] user) {
    return (float) Math.sqrt(userSquare(user));
  }

  @Override
  public final float itemNorm(float[] item) {
    return (float) Math.sqrt(itemSquare(item));
  }

  /// Returns the squared length of a user's vector.
  final float userSquare(float[] user) {
    return kernels.dot(user, VECTOR, user, VECTOR, userFactors);
  }

  /// Returns the squared length of an item's vector.
  final float itemSquare(float[] item) {
    return kernels.dot(item, VECTOR, item, VECTOR, itemFactors);
  }
}
