package dev.eddy.app.settings;

/// A command could not do its work, for a reason that the message tells completely: exit code 1,
/// without a stack trace.
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
