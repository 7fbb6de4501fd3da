package dev.eddy.failure;

/// Records or state are whole, but were learned with other settings than those in force.
public final class OtherModelException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public OtherModelException(String message) {
    super(message);
  }
}
