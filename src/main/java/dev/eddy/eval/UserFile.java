package dev.eddy.eval;

import dev.eddy.event.UserAttributes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads attributes of users: MovieLens `u.user` and `users.dat`, or a CSV whose header names a
/// user and attributes.
public final class UserFile {

  private static final List<String> U_USER = List.of("userId", "age", "gender", "occupation");
  private static final List<String> USERS_DAT = List.of("userId", "gender", "age", "occupation");

  private UserFile() {}

  /// Finds the attributes that lie in the same folder as a file of ratings.
  public static Optional<Path> beside(Path ratings) {
    return TextFile.beside(ratings, List.of("users.csv", "users.csv.gz", "users.dat", "u.user"));
  }

  /// Reads attributes; lines without a user are left out, and so are empty attributes.
  ///
  /// @throws DataFileException if the file cannot be read or names no users
  public static List<UserAttributes> read(Path path) throws DataFileException {
    String name = TextFile.baseName(path);
    List<UserAttributes> users = new ArrayList<>();
    try (BufferedReader reader = TextFile.open(path, StandardCharsets.UTF_8)) {
      Columns columns =
          switch (name) {
            case "u.user" -> new Columns("|");
            case "users.dat" -> new Columns("::");
            default -> Columns.COMMA;
          };
      List<String> header =
          switch (name) {
            case "u.user" -> U_USER;
            case "users.dat" -> USERS_DAT;
            default -> header(path, reader.readLine());
          };
      int id = Columns.find(header, "userid", "user", "id");
      for (String line; (line = reader.readLine()) != null; ) {
        List<String> fields = columns.split(line);
        if (fields.size() > id && !fields.get(id).isBlank()) {
          users.add(new UserAttributes(fields.get(id).strip(), attributes(header, id, fields)));
        }
      }
    } catch (IOException e) {
      throw new DataFileException(path, "cannot be read: " + e.getMessage(), e);
    }
    return users;
  }

  private static List<String> header(Path path, String first) throws DataFileException {
    List<String> header = first == null ? List.of() : Columns.COMMA.split(first);
    if (Columns.find(header, "userid", "user", "id") < 0) {
      throw new DataFileException(
          path, "the first line must name a user column, as in userId,age,gender");
    }
    return header;
  }

  private static Map<String, String> attributes(List<String> header, int id, List<String> fields) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < header.size() && i < fields.size(); i++) {
      if (i != id && !fields.get(i).isBlank()) {
        attributes.put(header.get(i).strip(), fields.get(i).strip());
      }
    }
    return attributes;
  }
}
