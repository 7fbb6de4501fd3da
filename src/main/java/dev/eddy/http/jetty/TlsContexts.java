package dev.eddy.http.jetty;

import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Jetty's contexts of TLS, made of what PEM files hold. Connections that stand keep what they
/// began with.
final class TlsContexts {

  private TlsContexts() {}

  /// Returns that of a server. A client may show a certificate where there are authorities, and one
  /// that these have not signed ends the connection.
  static SslContextFactory.Server server(TlsMaterial material) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setWantClientAuth(material.peers().isPresent());
    put(context, material);
    return context;
  }

  /// Returns that of a client. It shows its certificate to servers, and believes the authorities,
  /// or Java's own list where there are none.
  static SslContextFactory.Client client(TlsMaterial material) {
    SslContextFactory.Client context = new SslContextFactory.Client();
    if (material.peers().isPresent()) {
      put(context, material);
    }
    return context;
  }

  private static void put(SslContextFactory context, TlsMaterial material) {
    context.setKeyStore(material.keys());
    context.setKeyStorePassword(TlsMaterial.PASSWORD);
    material.peers().ifPresent(context::setTrustStore);
  }

  /// Uses another certificate, another key and other authorities from now on.
  static void reload(SslContextFactory context, TlsMaterial material) {
    try {
      context.reload(same -> put(same, material));
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalArgumentException("the certificate cannot be used: " + e.getMessage(), e);
    }
  }
}
