package dev.eddy.stream;

/// What an instance finds at its start and cannot work with: topics that are not as they must be,
/// a broker that is too old, a state folder that somebody else uses. The message says what to do.
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
