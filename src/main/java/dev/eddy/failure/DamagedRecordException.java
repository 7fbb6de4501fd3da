package dev.eddy.failure;

/// Bytes do not hold what they should: cut off, overwritten, or written by another program.
public final class DamagedRecordException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public DamagedRecordException(String message) {
    super(message);
  }

  /// Creates one that follows from another failure.
  public DamagedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
