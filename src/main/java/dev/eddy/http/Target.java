package dev.eddy.http;

import java.util.ArrayList;
import java.util.List;

/// What a request asks for, read so that nobody on its way can read it otherwise. The raw path is
/// split at its slashes, and each segment is decoded once. A path that a gateway might match
/// decoded, normalized or cut at a semicolon is refused: whatever is an id can be a parameter of
/// the query instead.
///
/// @param segments decoded; a path that ends in a slash ends in an empty one
public record Target(List<String> segments, Query query) {

  private static final String WAY =
      ". Pass an id with such characters as a query parameter: /v1/user?id=…,"
          + " /v1/user/ratings?id=…&item=…, /v1/item?id=… and so on, each the same as its path";

  /// Copies the segments.
  public Target {
    segments = List.copyOf(segments);
  }

  /// Reads a path and a query as they were sent.
  ///
  /// @throws ProblemException 400 if they are not well-formed, not UTF-8, or could be read in two
  ///     ways
  public static Target of(String path, String query) {
    if (!path.startsWith("/")) {
      throw ProblemException.badTarget("the path is '" + path + "', but must begin with a slash");
    }
    String[] raw = path.substring(1).split("/", -1);
    List<String> segments = new ArrayList<>(raw.length);
    for (int n = 0; n < raw.length; n++) {
      segments.add(segment(raw[n], n + 1, raw.length));
    }
    return new Target(segments, new Query(query));
  }

  private static String segment(String raw, int place, int count) {
    if (raw.isEmpty() && place < count) {
      throw refused(place, "is empty (//)");
    }
    if (raw.indexOf(';') >= 0) {
      throw refused(place, "has a semicolon, which some servers read as the start of parameters");
    }
    String segment = Percent.decode("segment " + place + " of the path", raw, false);
    if (segment.equals(".") || segment.equals("..")) {
      throw refused(place, "is '" + segment + "', which some servers resolve");
    }
    if (segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0 || segment.indexOf('\0') >= 0) {
      throw refused(place, "contains a slash, a backslash or the character NUL");
    }
    return segment;
  }

  private static ProblemException refused(int place, String why) {
    return ProblemException.badTarget("segment " + place + " of the path " + why + WAY);
  }
}
