package dev.eddy.kernel;

/// Kernels were demanded that this Java runtime cannot run. The message says what to change.
public final class KernelUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KernelUnavailableException(String message) {
    super(message);
  }
}
