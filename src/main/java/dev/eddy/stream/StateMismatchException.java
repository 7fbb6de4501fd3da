package dev.eddy.stream;

/// The stored state was learned with other settings than those in force, and must not be learned
/// on. No retry mends it.
final class StateMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  StateMismatchException(String message) {
    super(message);
  }
}
