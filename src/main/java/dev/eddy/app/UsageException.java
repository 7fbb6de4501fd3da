package dev.eddy.app;

/// Something the caller gave cannot be used. The message is all they need to see: it ends the
/// command with exit code 2 and without a stack trace.
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
