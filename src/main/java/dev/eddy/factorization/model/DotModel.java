package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;

/// Dot product with biases: `score = μ + b_u + b_i + p_u · q_i`. The gradient of the interaction
/// with respect to one vector is the other.
public final class DotModel extends BiasedModel {

  private static final float[] NO_WORK = {};

  private final int factors;

  /// Creates the model.
  public DotModel(LearningSettings settings, VectorKernels kernels) {
    super(settings, kernels, settings.factors(), settings.factors());
    factors = settings.factors();
  }

  @Override
  public String name() {
    return "dot";
  }

  @Override
  float[] newWork() {
    return NO_WORK;
  }

  @Override
  float interaction(float[] shared, float[] user, float[] item, float[] work) {
    return kernels().dot(user, VECTOR, item, VECTOR, factors);
  }

  @Override
  void writeUserGradient(float[] item, float[] work, float[] into, int at) {
    System.arraycopy(item, VECTOR, into, at, factors);
  }

  @Override
  float userGradientSquare(float itemSquare, float[] work) {
    return itemSquare;
  }

  @Override
  float itemGradientSquare(float userSquare, float[] work) {
    return userSquare;
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
    kernels().sgdStep(user, VECTOR, item, VECTOR, factors, userGain, userKeep, itemGain, itemKeep);
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
  public float scanVector(float[] shared, float[] item, float[] into, int at) {
    System.arraycopy(item, VECTOR, into, at, factors);
    return item[BIAS];
  }

  @Override
  public boolean scansWithShared() {
    return false;
  }

  @Override
  public boolean scansByProduct() {
    return true;
  }

  @Override
  public void scan(float[] query, float[] vectors, float[] biases, int rows, float[] scores) {
    kernels().scores(query, 0, vectors, factors, factors, biases, rows, scores);
  }
}
