package dev.eddy.serve;

import dev.eddy.choice.Rank;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/// Where the query layer listens, and how it deals with others.
///
/// @param host address to bind to
/// @param port 0 takes a free one
/// @param advertised `host:port` by which other instances reach this one; empty for where it
///     listens
/// @param corsOrigins pages of which sites may ask from a browser, `*` for all; empty for none
///     but its own
/// @param maxCopyLag how many records a copy of a partition may be behind and still answer while
///     the instance that learns it is gone
/// @param maxConcurrent how many requests are answered at a time; more are refused with 503
/// @param slowMs a query that takes longer is a line in the log; 0 for none
/// @param rank by what lists are ordered where a request does not say
/// @param brakes which are in force until they are changed
/// @param adminToken what operators show for what they alone may do; empty lets everybody
public record ServeSettings(
    String host,
    int port,
    String advertised,
    List<String> corsOrigins,
    long maxCopyLag,
    int maxConcurrent,
    long slowMs,
    Rank rank,
    Brakes brakes,
    String adminToken) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,256}");
  private static final Pattern ADVERTISED = Pattern.compile("[^\\s:/]+:\\d{1,5}");

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public ServeSettings {
    corsOrigins = List.copyOf(corsOrigins);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("serve.port is " + port + ", allowed is 0 to 65535");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("serve.host is empty, it must be an address to bind to");
    }
    if (!advertised.isEmpty() && !ADVERTISED.matcher(advertised).matches()) {
      throw new IllegalArgumentException(
          "serve.advertised is '" + advertised + "', it must be host:port");
    }
    if (maxConcurrent < 1 || maxConcurrent > 100_000) {
      throw new IllegalArgumentException(
          "serve.max-concurrent is " + maxConcurrent + ", allowed is 1 to 100000");
    }
    if (!adminToken.isEmpty() && !TOKEN.matcher(adminToken).matches()) {
      throw new IllegalArgumentException(
          "serve.admin-token must be 16 to 256 of the letters, digits and ._~+/=- that a bearer"
              + " token may have; its value is not shown here");
    }
    if (slowMs < 0) {
      throw new IllegalArgumentException("serve.slow-ms is " + slowMs + ", it must be at least 0");
    }
    if (maxCopyLag < 0) {
      throw new IllegalArgumentException(
          "serve.max-copy-lag is " + maxCopyLag + ", it must be at least 0");
    }
    for (String origin : corsOrigins) {
      if (!origin.equals("*") && !isOrigin(origin)) {
        throw new IllegalArgumentException(
            "serve.cors-origins has '"
                + origin
                + "', allowed are * and origins such as https://shop.example");
      }
    }
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && uri.getHost() != null && uri.getPath().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
