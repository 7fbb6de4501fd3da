package dev.eddy.failure;

/// Something that Eddy needs is away for now, most likely a broker; or a fault of another kind,
/// which a new thread may be spared.
public final class UnavailableException extends Failure {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
