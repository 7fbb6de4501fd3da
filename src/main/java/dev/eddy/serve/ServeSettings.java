package dev.eddy.serve;

import dev.eddy.choice.Rank;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.limit.LimitSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the query layer listens, and how it deals with others.
///
/// @param host address to bind to
/// @param port for applications; 0 takes a free one
/// @param operationsPort for operators and other instances; 0 takes a free one
/// @param advertised `host:port` by which other instances reach the operations port of this one;
///     empty for where it listens
/// @param hosts names by which browsers may reach it besides loopback's, IP addresses and the
///     advertised one; `*` for any
/// @param corsOrigins pages of which sites may ask from a browser, `*` for all; empty for none
///     but its own
/// @param maxCopyLag how many records a copy of a partition may be behind and still answer while
///     the instance that learns it is gone
/// @param slowMs a query that takes longer is a line in the log; 0 for none
/// @param rank by what lists are ordered where a request does not say
/// @param brakes which are in force until they are changed
/// @param access who may what
/// @param tls certificates of both ports
/// @param limits of everything that can grow or wait
public record ServeSettings(
    String host,
    int port,
    int operationsPort,
    String advertised,
    List<String> hosts,
    List<String> corsOrigins,
    long maxCopyLag,
    long slowMs,
    Rank rank,
    Brakes brakes,
    AccessSettings access,
    TlsSettings tls,
    LimitSettings limits) {

  private static final Logger LOG = LoggerFactory.getLogger(ServeSettings.class);
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern ADVERTISED = Pattern.compile("[^\\s:/]+:\\d{1,5}");

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public ServeSettings {
    hosts = List.copyOf(hosts);
    corsOrigins = List.copyOf(corsOrigins);
    checkPort("serve.port", port);
    checkPort("serve.operations-port", operationsPort);
    if (port != 0 && port == operationsPort) {
      throw new IllegalArgumentException(
          "serve.port and serve.operations-port are both %d, but must be two ports: what operators"
                  .formatted(port)
              + " do is kept apart from what applications ask. Set one of them to another port");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("serve.host is empty, but must be an address to bind to");
    }
    if (!advertised.isEmpty() && !ADVERTISED.matcher(advertised).matches()) {
      throw new IllegalArgumentException(
          "serve.advertised is '" + advertised + "', but must be host:port");
    }
    if (slowMs < 0) {
      throw new IllegalArgumentException("serve.slow-ms is " + slowMs + ", but must be at least 0");
    }
    if (maxCopyLag < 0) {
      throw new IllegalArgumentException(
          "serve.max-copy-lag is " + maxCopyLag + ", but must be at least 0");
    }
    for (String name : hosts) {
      if (!name.equals("*") && !HOST.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "serve.hosts has '"
                + name
                + "', but must be * or names such as eddy.example, without ports");
      }
    }
    for (String origin : corsOrigins) {
      if (!origin.equals("*") && !isOrigin(origin)) {
        throw new IllegalArgumentException(
            "serve.cors-origins has '"
                + origin
                + "', but must be * or origins such as https://shop.example");
      }
    }
  }

  private static void checkPort(String setting, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "%s is %d, but must be between 0 and 65535".formatted(setting, port));
    }
  }

  /// Returns the host by which other instances reach this one: that of the advertised address, or
  /// where it listens; the machine's name where it listens on all addresses.
  public String reachedAt() {
    if (!advertised.isEmpty()) {
      return advertised.substring(0, advertised.lastIndexOf(':'));
    }
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostName()
          : host;
    } catch (UnknownHostException e) {
      LOG.warn(
          "Other instances may be unable to reach this one at {}: {}. Set serve.advertised",
          host,
          e.getMessage());
      return host;
    }
  }

  /// Returns the host of the advertised address; empty if none is advertised.
  String advertisedHost() {
    return advertised.isEmpty() ? "" : reachedAt();
  }

  /// Returns the names that a request may ask for; `*` among them allows any.
  List<String> allowedHosts() {
    List<String> allowed = new ArrayList<>(hosts);
    allowed.add(host);
    allowed.add(reachedAt());
    return allowed;
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
