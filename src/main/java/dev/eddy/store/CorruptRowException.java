package dev.eddy.store;

/// Bytes that should hold a row do not. The message says what was expected and what to do.
public class CorruptRowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public CorruptRowException(String message) {
    super(message);
  }

  /// Creates one that follows from another failure.
  public CorruptRowException(String message, Throwable cause) {
    super(message, cause);
  }
}
