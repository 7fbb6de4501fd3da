package dev.eddy.factorization.model;

import dev.eddy.kernel.VectorKernels;

/// The models there are, by the names that settings use.
public enum ModelKind {
  /// Dot product with biases.
  DOT {
    @Override
    public Model create(LearningSettings settings, VectorKernels kernels) {
      return new DotModel(settings, kernels);
    }
  },
  /// A network over both vectors.
  NN {
    @Override
    public Model create(LearningSettings settings, VectorKernels kernels) {
      return new NeuralModel(settings, kernels);
    }
  };

  /// Returns a new model.
  public abstract Model create(LearningSettings settings, VectorKernels kernels);
}
