package dev.eddy.eval;

import dev.eddy.event.Ids;
import dev.eddy.event.UserAttributes;
import dev.eddy.table.Column;
import dev.eddy.table.DataFileException;
import dev.eddy.table.Printable;
import dev.eddy.table.Row;
import dev.eddy.table.Table;
import dev.eddy.table.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads attributes of users: any table whose columns name a user and attributes, and `u.user` and
/// `users.dat` of MovieLens, which have no header.
public final class UserFile {

  private static final Logger LOG = LoggerFactory.getLogger(UserFile.class);

  private static final List<String> U_USER = List.of("userId", "age", "gender", "occupation");
  private static final List<String> USERS_DAT = List.of("userId", "gender", "age", "occupation");
  private static final int MOVIE_LENS_COLUMNS = 5;

  private UserFile() {}

  /// Reads attributes; rows without a user are left out, and told; empty attributes are left out.
  ///
  /// @throws DataFileException if the file cannot be read or names no users
  public static List<UserAttributes> read(Path path) throws DataFileException {
    Table table = Table.open(path, TableOptions.NONE);
    List<String> movieLens = movieLens(table);
    List<String> header = movieLens == null ? table.names() : movieLens;
    int id = idColumn(header);
    if (id < 0) {
      throw new DataFileException(
          path,
          "no user column found; the first line is: "
              + Printable.of(String.join(table.separator(), table.names())));
    }
    List<UserAttributes> users = new ArrayList<>();
    boolean[] isHeader = {movieLens == null && !table.isNamed()};
    long[] leftOut = {0};
    try {
      table.read(
          row -> {
            if (isHeader[0]) {
              isHeader[0] = false;
            } else if (row.has(id) && Ids.check("userId", row.text(id)) == null) {
              users.add(new UserAttributes(row.text(id), attributes(header, id, row)));
            } else {
              leftOut[0]++;
            }
            return true;
          });
    } catch (IOException e) {
      throw Table.failed(path, e);
    }
    if (leftOut[0] > 0) {
      LOG.warn("{}: skipped {} rows without a valid user id", path, leftOut[0]);
    }
    return users;
  }

  private static int idColumn(List<String> header) {
    int user = Column.USER.in(header);
    return user >= 0 ? user : header.indexOf("id");
  }

  /// Returns the names of the columns of `u.user` or `users.dat`, or null if it is neither.
  private static List<String> movieLens(Table table) {
    if (table.isNamed() || table.names().size() != MOVIE_LENS_COLUMNS) {
      return null;
    }
    return switch (table.separator()) {
      case "|" -> U_USER;
      case "::" -> USERS_DAT;
      default -> null;
    };
  }

  private static Map<String, String> attributes(List<String> header, int id, Row row) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < header.size() && i < row.size(); i++) {
      if (i != id && row.has(i) && !row.text(i).isEmpty()) {
        attributes.put(header.get(i), row.text(i));
      }
    }
    return attributes;
  }
}
