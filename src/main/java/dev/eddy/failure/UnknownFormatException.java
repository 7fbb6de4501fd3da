package dev.eddy.failure;

/// Bytes have a format version that this build does not know. They are whole: another build, or
/// this one after an upgrade, can read them.
public final class UnknownFormatException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public UnknownFormatException(String message) {
    super(message);
  }
}
