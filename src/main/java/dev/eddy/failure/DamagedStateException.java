package dev.eddy.failure;

/// A row that Eddy stored itself is damaged. It is no fault of the record at hand.
public final class DamagedStateException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public DamagedStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
