package dev.eddy.kernel;

/// Which kernels to run; made once at start.
public enum KernelChoice {
  /// SIMD where this Java runtime has the Vector API, else scalar.
  AUTO,
  /// SIMD, or a failure at start.
  SIMD,
  /// The plain loops.
  SCALAR;

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /// Returns the kernels of this choice.
  ///
  /// @throws KernelUnavailableException where [#SIMD] is asked for and the runtime lacks it
  public VectorKernels select() {
    return select(ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent());
  }

  VectorKernels select(boolean vectorApiPresent) {
    return switch (this) {
      case SCALAR -> new ScalarKernels();
      case AUTO -> vectorApiPresent ? new SimdKernels() : new ScalarKernels();
      case SIMD -> {
        if (!vectorApiPresent) {
          throw new KernelUnavailableException(
              "SIMD kernels need the module "
                  + VECTOR_MODULE
                  + ", which is not loaded. Start Java with --add-modules="
                  + VECTOR_MODULE
                  + ", use the Java runtime of bin/eddy, or choose auto or scalar kernels");
        }
        yield new SimdKernels();
      }
    };
  }
}
