package dev.eddy.eval;

import java.nio.file.Path;

/// A data file that cannot be used as a whole. The message names the file and what is wrong.
public final class DataFileException extends Exception {

  private static final long serialVersionUID = 1L;

  DataFileException(Path path, String problem) {
    super(path + ": " + problem);
  }

  DataFileException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
  }
}
