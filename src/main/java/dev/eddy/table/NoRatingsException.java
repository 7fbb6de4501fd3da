package dev.eddy.table;

import java.nio.file.Path;

/// A file that can be read, but not one of its rows is a rating. The message has the commonest
/// reason and an example.
public final class NoRatingsException extends DataFileException {

  private static final long serialVersionUID = 1L;

  /// Creates the exception from what was counted.
  public NoRatingsException(Path path, Tally tally) {
    super(path, tally.nothingValid());
  }
}
