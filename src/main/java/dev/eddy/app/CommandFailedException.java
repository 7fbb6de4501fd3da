package dev.eddy.app;

/// A command could not do its work, for a reason that the message tells completely: exit code 1,
/// without a stack trace.
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
