package dev.eddy.failure;

/// The brokers refuse what Eddy asks for: credentials are wrong, or an access control list forbids
/// it.
public final class MissingPermissionException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public MissingPermissionException(String message, Throwable cause) {
    super(message, cause);
  }
}
