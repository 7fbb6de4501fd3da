package dev.eddy.failure;

/// A topic that Eddy reads is gone.
public final class MissingTopicException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public MissingTopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
