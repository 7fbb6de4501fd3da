package dev.eddy.app.settings;

/// Something the caller gave cannot be used. The message is all they need to see: it ends the
/// command with exit code 2 and without a stack trace.
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
