package dev.eddy.store;

/// Bytes have a format that this build does not know, of a newer one most likely. They are whole:
/// whoever reads them stops, and another build, or this one after an upgrade, goes on from there.
public final class UnknownVersionException extends CorruptRowException {

  private static final long serialVersionUID = 1L;

  /// Creates one.
  public UnknownVersionException(String message) {
    super(message);
  }
}
