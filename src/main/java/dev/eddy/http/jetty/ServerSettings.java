package dev.eddy.http.jetty;

import dev.eddy.http.Shedding;
import dev.eddy.http.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a server needs to know.
///
/// @param host address to bind to
/// @param port 0 takes a free one
/// @param hosts names that requests may ask for, besides loopback's and IP addresses; `*` for any
/// @param corsOrigins pages of which sites may ask from a browser, `*` for all
/// @param corsPaths which decoded paths those may ask
/// @param limits what callers may do to it
/// @param shedding decides what is worked on of what comes
/// @param traffic is told what becomes of requests
/// @param files folders on the class path that are served as they are, by the path they are
///     served under
/// @param tls who the server is, and whom it asks for a certificate; empty for none
public record ServerSettings(
    String host,
    int port,
    List<String> hosts,
    List<String> corsOrigins,
    Predicate<String> corsPaths,
    Limits limits,
    Shedding shedding,
    Traffic traffic,
    Map<String, String> files,
    Optional<TlsMaterial> tls) {

  /// Copies the collections.
  public ServerSettings {
    hosts = List.copyOf(hosts);
    corsOrigins = List.copyOf(corsOrigins);
    files = Map.copyOf(files);
  }
}
