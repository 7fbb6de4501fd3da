package dev.eddy.store;

/// Bytes that should hold a row do not. The message says what was expected and what to do.
public class CorruptRowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CorruptRowException(String message) {
    super(message);
  }

  CorruptRowException(String message, Throwable cause) {
    super(message, cause);
  }
}
