package dev.eddy.serve;

/// Where the query layer listens.
///
/// @param host address to bind to
/// @param port 0 takes a free one
public record ServeSettings(String host, int port) {

  /// Checks the port.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public ServeSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("serve.port is " + port + ", allowed is 0 to 65535");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("serve.host is empty, it must be an address to bind to");
    }
  }
}
