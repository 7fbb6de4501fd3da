package dev.eddy.app.command;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.UsageException;
import dev.eddy.table.DataFileException;
import dev.eddy.table.NoRatingsException;

/// How a command ends whose file is of no use: one that cannot be read was named wrongly, one
/// whose rows are all refused has failed.
final class DataFailure {

  private DataFailure() {}

  static RuntimeException of(DataFileException e) {
    return e instanceof NoRatingsException
        ? new CommandFailedException(e.getMessage(), e)
        : new UsageException(e.getMessage(), e);
  }
}
