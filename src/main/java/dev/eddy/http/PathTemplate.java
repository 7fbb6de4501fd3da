package dev.eddy.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path with parameters in braces.
///
/// @param segments as they are written
record PathTemplate(List<String> segments) {

  /// A thing of a collection: `/v1/users/{user}` and what follows.
  private static final Pattern OF_A_THING =
      Pattern.compile("/v1/(\\p{Lower}+)s/(\\{\\p{Lower}+\\}.*)");

  static PathTemplate of(String path) {
    return new PathTemplate(List.of(path.substring(1).split("/", -1)));
  }

  /// A path whose ids are in the query.
  ///
  /// @param asked by the name of each id, what it is called in the query
  record QueryForm(PathTemplate path, Map<String, String> asked) {}

  /// Returns the same with its ids in the query, so that they may be any: the collection's name
  /// in the singular, the parameters out of the path, the first of them called `id`. Of
  /// `/v1/users/{user}/ratings/{item}` that is `/v1/user/ratings?id=…&item=…`. Nothing where a
  /// path names no thing of a collection.
  static Optional<QueryForm> byQuery(String path) {
    Matcher thing = OF_A_THING.matcher(path);
    if (!thing.matches()) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>(List.of("v1", thing.group(1)));
    Map<String, String> asked = new LinkedHashMap<>();
    for (String segment : thing.group(2).split("/", -1)) {
      if (isParameter(segment)) {
        asked.put(name(segment), asked.isEmpty() ? "id" : name(segment));
      } else {
        segments.add(segment);
      }
    }
    return Optional.of(new QueryForm(new PathTemplate(List.copyOf(segments)), Map.copyOf(asked)));
  }

  /// Returns the parameters of a path that fits; nothing of one that does not.
  Optional<Map<String, String>> match(List<String> path) {
    if (!fits(path)) { // most do not, so this comes before anything is allocated
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int n = 0; n < path.size(); n++) {
      if (isParameter(segments.get(n))) {
        parameters.put(name(segments.get(n)), path.get(n));
      }
    }
    return Optional.of(parameters);
  }

  private boolean fits(List<String> path) {
    if (path.size() != segments.size()) {
      return false;
    }
    for (int n = 0; n < path.size(); n++) {
      String segment = segments.get(n);
      if (isParameter(segment) ? path.get(n).isEmpty() : !segment.equals(path.get(n))) {
        return false;
      }
    }
    return true;
  }

  /// Returns how many segments are words.
  long words() {
    return segments.stream().filter(segment -> !isParameter(segment)).count();
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }
}
