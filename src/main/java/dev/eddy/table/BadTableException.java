package dev.eddy.table;

import java.io.IOException;

/// A table that cannot be read, or not to its end: the message says why and what to do, without
/// the name of a file, since not every table has one.
public final class BadTableException extends IOException {

  private static final long serialVersionUID = 1L;

  BadTableException(String problem) {
    super(problem);
  }

  BadTableException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
