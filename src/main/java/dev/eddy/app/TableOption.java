package dev.eddy.app;

import dev.eddy.table.TableOptions;
import picocli.CommandLine.Option;

/// The options that say of a file of ratings what its head does not.
final class TableOption {

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description =
          "What stands between columns: tab, comma, semicolon, pipe, or itself, as in ::. Default:"
              + " found out.")
  private String separator;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      description =
          "Which column is which: user=…,item=…,rating=…,time=… by the names of the header, or of a"
              + " file without a header the places of user, item, rating and time, as in 1,2,3,4,"
              + " or user=1,item=2,kind=3,value=4. Default: found out.")
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
