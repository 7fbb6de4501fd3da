package dev.eddy.event;

/// An event that does not follow its format.
public final class InvalidEventException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  /// Creates the exception; the message is the rejection's detail.
  public InvalidEventException(RejectReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  InvalidEventException(RejectReason reason, String detail, Throwable cause) {
    super(detail, cause);
    this.reason = reason;
  }

  /// Returns the reason, one of the closed list.
  public RejectReason reason() {
    return reason;
  }
}
