package dev.eddy.serve;

import dev.eddy.http.Dispatcher;
import dev.eddy.http.Route;
import dev.eddy.http.Shedding;
import dev.eddy.http.Traffic;
import dev.eddy.http.jetty.JettyServer;
import dev.eddy.http.jetty.Limits;
import dev.eddy.http.jetty.ServerSettings;
import dev.eddy.http.jetty.TlsMaterial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The two ports: one for applications, one for operators and other instances, each a server of its
/// own, so that whoever keeps the one busy does not keep the other from answering.
final class Listeners implements AutoCloseable {

  private static final Map<String, String> FILES =
      Map.of(
          "/", "console",
          "/vendor/uplot", "META-INF/resources/webjars/uplot/1.6.30/dist",
          "/vendor/js-yaml", "META-INF/resources/webjars/js-yaml/4.1.1/dist");

  private final boolean isSecured;
  private final JettyServer applications;
  private final JettyServer operations;

  /// Binds both and starts to answer.
  ///
  /// @param shedding decides what is worked on of what applications ask; operators and other
  ///     instances are always heard
  /// @param traffic is told what becomes of requests
  /// @throws IllegalStateException if an address cannot be bound, naming the setting
  Listeners(
      ServeSettings settings,
      Optional<TlsMaterial> tls,
      Shedding shedding,
      Traffic traffic,
      ApiServer.Routes routes) {
    isSecured = tls.isPresent();
    applications =
        listen(
            "serve.port",
            settings,
            settings.port(),
            settings.corsOrigins(),
            settings.limits().transport(),
            shedding,
            tls.map(TlsMaterial::withoutPeers),
            traffic,
            routes.applications());
    try {
      operations =
          listen(
              "serve.operations-port",
              settings,
              settings.operationsPort(),
              List.of(),
              // One instance asks for the clients of all others.
              settings.limits().transport().withoutRate(),
              Shedding.NONE,
              tls,
              traffic,
              routes.operations());
    } catch (IllegalStateException e) {
      applications.close();
      throw e;
    }
  }

  private static JettyServer listen(
      String setting,
      ServeSettings settings,
      int port,
      List<String> corsOrigins,
      Limits limits,
      Shedding shedding,
      Optional<TlsMaterial> tls,
      Traffic traffic,
      List<Route> routes) {
    try {
      return new JettyServer(
          new ServerSettings(
              settings.host(),
              port,
              settings.allowedHosts(),
              corsOrigins,
              path -> path.startsWith("/v1/") && !path.startsWith("/v1/admin/"),
              limits,
              shedding,
              traffic,
              FILES,
              tls),
          new Dispatcher(routes));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + " (serve.host, " + setting + ")", e);
    }
  }

  /// Shows another certificate to whoever connects from now on.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  void use(TlsMaterial material) {
    applications.use(material.withoutPeers());
    operations.use(material);
  }

  String scheme() {
    return isSecured ? "https" : "http";
  }

  int port() {
    return applications.port();
  }

  int operationsPort() {
    return operations.port();
  }

  @Override
  public void close() {
    try (operations) {
      applications.close();
    }
  }
}
