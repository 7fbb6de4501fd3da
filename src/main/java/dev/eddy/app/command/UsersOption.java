package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.eval.UserFile;
import dev.eddy.event.UserAttributes;
import dev.eddy.table.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// The attributes of users that are published, from a file that has to be named: they may be
/// personal.
final class UsersOption {

  private static final String FILE = "--users";

  @Option(
      names = FILE,
      paramLabel = "PATH",
      description =
          "User attributes to publish: any table with a user column and attributes, u.user or"
              + " users.dat. Default: none, even if such a file is next to the ratings.")
  private Path path;

  boolean isGiven() {
    return path != null;
  }

  /// Reads the file that was named, and says so on standard error; empty where none was named, or
  /// it does not fit.
  ///
  /// @throws UsageException if there is no such file
  List<UserAttributes> read() {
    if (path == null) {
      return List.of();
    }
    if (!Files.exists(path)) {
      throw new UsageException(FILE + ": " + path + ": no such file");
    }
    try {
      List<UserAttributes> users = UserFile.read(path);
      System.err.printf("Attributes: %,d users from %s%n", users.size(), path);
      return users;
    } catch (DataFileException e) {
      System.err.println("Attributes: not used. " + e.getMessage());
      return List.of();
    }
  }
}
