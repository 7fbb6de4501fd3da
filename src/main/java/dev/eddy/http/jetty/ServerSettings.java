package dev.eddy.http.jetty;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a server needs to know.
///
/// @param host address to bind to
/// @param port 0 takes a free one
/// @param corsOrigins pages of which sites may ask from a browser, `*` for all
/// @param corsPaths which decoded paths those may ask
/// @param files folders on the class path that are served as they are, by the path they are
///     served under
public record ServerSettings(
    String host,
    int port,
    List<String> corsOrigins,
    Predicate<String> corsPaths,
    Map<String, String> files) {

  /// Copies the collections.
  public ServerSettings {
    corsOrigins = List.copyOf(corsOrigins);
    files = Map.copyOf(files);
  }
}
