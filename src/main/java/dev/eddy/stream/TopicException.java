package dev.eddy.stream;

/// A topic is not as Eddy needs it. The message names the topic, what it has, what is needed and
/// how to get there.
public final class TopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicException(String message) {
    super(message);
  }

  TopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
