package dev.eddy.app.command;

import dev.eddy.app.replay.RatingSource;
import dev.eddy.eval.RatingFile;
import dev.eddy.table.DataFileException;
import dev.eddy.table.TableOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The file of ratings of a command that cannot do without.
public final class RatingsOption {

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = RatingSource.FORMATS)
  private Path path;

  Path path() {
    return path;
  }

  public RatingFile open() throws DataFileException {
    return open(TableOptions.NONE);
  }

  public RatingFile open(TableOptions options) throws DataFileException {
    return RatingFile.open(path, options);
  }
}
