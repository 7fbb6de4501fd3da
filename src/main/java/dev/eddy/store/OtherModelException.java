package dev.eddy.store;

/// Stored bytes are whole, but of a model with other sizes than the one in force.
public final class OtherModelException extends CorruptRowException {

  private static final long serialVersionUID = 1;

  OtherModelException(String message) {
    super(message);
  }
}
