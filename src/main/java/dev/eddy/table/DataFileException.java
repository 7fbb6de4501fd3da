package dev.eddy.table;

import java.nio.file.Path;

/// A data file that cannot be used as a whole. The message names the file and what is wrong.
public class DataFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Creates the exception.
  ///
  /// @param problem what is wrong, and what to do about it
  public DataFileException(Path path, String problem) {
    super(path + ": " + problem);
  }

  /// Creates the exception with what caused it.
  public DataFileException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
  }
}
