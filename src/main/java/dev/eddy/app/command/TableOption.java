package dev.eddy.app.command;

import dev.eddy.app.settings.UsageException;
import dev.eddy.table.TableOptions;
import picocli.CommandLine.Option;

/// The options that say of a file of ratings what its head does not.
final class TableOption {

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description =
          "Separator between columns: tab, comma, semicolon, pipe, space, or the characters"
              + " themselves, such as ::. Default: detected.")
  private String separator;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      description =
          "Which column is which. With a header, by name: user=…,item=…,rating=…,time=…. Without"
              + " one, by number: 1,2,3,4 for user, item, rating and time, or"
              + " user=1,item=2,kind=3,value=4. Default: detected.")
  private String columns;

  /// Returns what was said.
  ///
  /// @throws UsageException if it means nothing
  TableOptions options() {
    return parse(separator, columns);
  }

  static TableOptions parse(String separator, String columns) {
    try {
      return TableOptions.parse(separator, columns);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
