package dev.eddy.snapshot;

import java.nio.file.Path;

/// A snapshot cannot be written, or what lies there is none that may be used. The message names the
/// file, what is wrong with it, and what to do.
public final class SnapshotException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param problem what is wrong, and what to do about it
  public SnapshotException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /// Creates the exception with what caused it.
  public SnapshotException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
