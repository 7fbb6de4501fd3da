package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eddy.choice.Rank;
import dev.eddy.fixture.Certificates;
import dev.eddy.http.Method;
import dev.eddy.http.jetty.JettyClient;
import dev.eddy.http.jetty.Pem;
import dev.eddy.http.jetty.TlsMaterial;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.JwtSettings;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.access.TokenLine;
import dev.eddy.serve.access.TokenSecret;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.limit.Unhurried;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server on real sockets, with tokens and certificates, in front of a backend without Kafka.
@Timeout(60)
class SecuredServerTest {

  private static final String HERE = "ip:127.0.0.1,dns:localhost";
  private static final Duration SOON = Duration.ofMillis(20);
  private static final String READER = TokenSecret.random();
  private static final String OPERATOR = TokenSecret.random();

  @TempDir static Path folder;

  private static Certificates authority;
  private static Certificates.Issued own;
  private static Path tokens;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeBackend backend = new FakeBackend(new Random(7));

  @BeforeAll
  static void issue() throws Exception {
    authority = new Certificates(Files.createDirectory(folder.resolve("ours")));
    own = authority.issue("eddy", HERE);
    tokens =
        Files.writeString(
            folder.resolve("tokens"),
            TokenLine.of("reader", Set.of(Role.READ), null, READER).text()
                + "\n"
                + TokenLine.of("operator", Set.of(Role.ADMIN), null, OPERATOR).text());
  }

  private static TlsSettings tls(Certificates.Issued certificate, Path peerCa) {
    return new TlsSettings(
        certificate.certificate().toString(),
        certificate.key().toString(),
        peerCa == null ? "" : peerCa.toString());
  }

  private ApiServer start(String advertised, TlsSettings tls) {
    return start(0, 0, advertised, tls);
  }

  private ApiServer start(int port, int operationsPort, String advertised, TlsSettings tls) {
    return new ApiServer(
        new ServeSettings(
            "127.0.0.1",
            port,
            operationsPort,
            advertised,
            List.of(),
            List.of(),
            0,
            0,
            Rank.RATING,
            Brakes.NONE,
            new AccessSettings(tokens.toString(), JwtSettings.NONE, false, "", false, true),
            tls,
            Unhurried.LIMITS),
        Lineup.of(backend),
        registry,
        SOON);
  }

  /// Returns a client that believes our authority and shows nothing.
  private static HttpClient client() throws Exception {
    KeyStore believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("ours", certificates(authority.authority()).getLast());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(believed);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static List<X509Certificate> certificates(Path file) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(Files.newInputStream(file))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static int ask(HttpClient client, int port, String target, String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + target));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void shouldAnswerOverTlsWhoShowsAToken() throws Exception {
    try (ApiServer server = start("", tls(own, null));
        HttpClient client = client()) {
      assertThat(server.scheme()).isEqualTo("https");
      assertThat(ask(client, server.port(), "/v1/items", null)).isEqualTo(401);
      assertThat(ask(client, server.port(), "/v1/items", READER)).isEqualTo(200);
      assertThat(ask(client, server.port(), "/v1/items", OPERATOR)).isEqualTo(403);
      assertThat(ask(client, server.port(), "/index.html", null)).isEqualTo(200);
      for (String target :
          List.of("/metrics", "/health/live", "/v1/admin/brakes", "/internal/users")) {
        assertThat(ask(client, server.port(), target, OPERATOR)).as(target).isEqualTo(404);
      }
      assertThat(ask(client, server.operationsPort(), "/health/live", null)).isEqualTo(200);
      assertThat(ask(client, server.operationsPort(), "/metrics", null)).isEqualTo(401);
      assertThat(ask(client, server.operationsPort(), "/metrics", OPERATOR)).isEqualTo(200);
      assertThat(ask(client, server.operationsPort(), "/v1/admin/brakes", OPERATOR)).isEqualTo(200);
      assertThat(ask(client, server.operationsPort(), "/v1/admin/brakes", READER)).isEqualTo(403);
      assertThat(ask(client, server.operationsPort(), "/v1/items", READER)).isEqualTo(200);
      assertThat(ask(client, server.operationsPort(), "/index.html", null)).isEqualTo(200);
      URI unsecured = URI.create("http://127.0.0.1:" + server.port() + "/v1/items");
      assertThatThrownBy(
              () ->
                  client.send(
                      HttpRequest.newBuilder(unsecured).build(),
                      HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
    }
  }

  private static JettyClient instance(Certificates.Issued certificate, Path ca) throws IOException {
    return new JettyClient(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Optional.of(
            TlsMaterial.of(
                pem(certificate.certificate()),
                pem(certificate.key()),
                Optional.of(pem(ca)),
                Instant.now())),
        Optional::empty,
        Map.of());
  }

  private static Pem pem(Path file) throws IOException {
    return new Pem(file.toString(), Files.readAllBytes(file));
  }

  @Test
  void shouldKnowOtherInstancesByTheirCertificates() throws Exception {
    Path ca = authority.authority();
    Certificates.Issued other = authority.issue("other-instance", HERE);
    Certificates strangers = new Certificates(Files.createDirectory(folder.resolve("theirs")));
    Certificates.Issued stranger = strangers.issue("stranger", HERE);
    try (ApiServer server = start("", tls(own, ca));
        HttpClient nobody = client();
        JettyClient instance = instance(other, ca);
        JettyClient forged = instance(stranger, ca);
        JettyClient suspicious = instance(other, strangers.authority())) {
      String at = "https://127.0.0.1:" + server.operationsPort();
      URI users = URI.create(at + "/internal/users?n=3");
      byte[] answer = instance.ask(Method.GET, users, new byte[0], Duration.ofSeconds(5));
      assertThat(new String(answer, StandardCharsets.UTF_8)).contains("\"users\"");
      assertThatThrownBy(
              () ->
                  instance.ask(
                      Method.GET,
                      URI.create(at + "/v1/admin/brakes"),
                      new byte[0],
                      Duration.ofSeconds(5)))
          .as("an instance is no operator")
          .hasMessageContaining("status 403");
      assertThat(ask(nobody, server.operationsPort(), "/internal/users", null)).isEqualTo(401);
      assertThat(ask(nobody, server.operationsPort(), "/internal/users", READER)).isEqualTo(403);
      for (JettyClient refused : List.of(forged, suspicious)) {
        assertThatThrownBy(() -> refused.ask(Method.GET, users, new byte[0], Duration.ofSeconds(5)))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("does not answer");
      }
    }
  }

  @Test
  void shouldShowANewCertificateWithoutARestart() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Certificates.Issued files =
        new Certificates.Issued(mounted.resolve("tls.crt"), mounted.resolve("tls.key"));
    copy(own, files);
    try (ApiServer server = start("", tls(files, null))) {
      assertThat(shown(server.port())).isEqualTo(first(own));
      Certificates.Issued next = authority.issue("next", HERE);
      copy(next, files);
      for (int port : List.of(server.port(), server.operationsPort())) {
        await().until(() -> shown(port).equals(first(next)));
      }
      copy(authority.issue("expired", HERE, "-3d", 1), files);
      await().until(() -> failedReloads() > 0);
      assertThat(shown(server.port())).isEqualTo(first(next));
    }
  }

  private double failedReloads() {
    return registry.get("eddy.reloads").tag("outcome", "failed").counter().count();
  }

  private static void copy(Certificates.Issued from, Certificates.Issued to) throws IOException {
    Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        from.key(),
        to.key(),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static X509Certificate first(Certificates.Issued issued) throws Exception {
    return certificates(issued.certificate()).getFirst();
  }

  /// Returns the certificate that a new connection is shown.
  private static X509Certificate shown(int port) throws Exception {
    try (HttpClient client = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/index.html")).build();
      return (X509Certificate)
          client
              .send(request, HttpResponse.BodyHandlers.discarding())
              .sslSession()
              .orElseThrow()
              .getPeerCertificates()[0];
    }
  }

  @Test
  void shouldNotBeBelievedUnderAnotherName() throws Exception {
    Certificates.Issued elsewhere = authority.issue("elsewhere", "dns:eddy.example");
    try (ApiServer server = start("", tls(elsewhere, null))) {
      assertThatThrownBy(() -> shown(server.port())).isInstanceOf(SSLHandshakeException.class);
    }
  }

  private void refuses(String advertised, TlsSettings tls, String... messages) {
    assertThatThrownBy(() -> start(advertised, tls).close())
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).contains(messages));
  }

  @Test
  void shouldRefuseCertificatesThatNobodyWouldBelieve() throws Exception {
    refuses(
        "",
        tls(authority.issue("old", HERE, "-30d", 3), null),
        "serve.tls-certificate",
        "CN=old, which expired at",
        "put a new one in its place");
    refuses("", tls(authority.issue("early", HERE, "+3d", 3), null), "is valid only from");
    refuses("eddy.example:8081", tls(own, null), "but not of eddy.example (serve.advertised)");
    start("127.0.0.1:8081", tls(own, null)).close();
    Certificates.Issued other = authority.issue("other", HERE);
    refuses(
        "",
        tls(new Certificates.Issued(own.certificate(), other.key()), null),
        "serve.tls-key " + other.key() + " does not belong to the certificate in");
    refuses("", tls(new Certificates.Issued(own.key(), own.key()), null), "serve.tls-certificate");
    refuses(
        "",
        tls(new Certificates.Issued(own.certificate(), own.certificate()), null),
        "holds no private key in PEM");
    Path old =
        Files.writeString(
            folder.resolve("old.key"),
            Files.readString(own.key()).replace("PRIVATE KEY", "EC PRIVATE KEY"));
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
    refuses(
        "",
        tls(new Certificates.Issued(own.certificate(), old), null),
        "openssl pkcs8 -topk8 -nodes");
    refuses("", tls(own, tokens), "serve.tls-peer-ca");
    assertThatThrownBy(() -> new TlsSettings(own.certificate().toString(), "", ""))
        .hasMessageContaining("serve.tls-key is empty");
    assertThatThrownBy(() -> new TlsSettings("", "", "ca"))
        .hasMessageContaining("set serve.tls-certificate and serve.tls-key");
  }

  @Test
  void shouldRefuseAKeyThatOthersMayRead() throws Exception {
    Certificates.Issued open = authority.issue("open", HERE);
    Files.setPosixFilePermissions(open.key(), PosixFilePermissions.fromString("rw-r--r--"));
    refuses("", tls(open, null), "serve.tls-key is " + open.key(), "chmod o=,g-w " + open.key());
  }

  @Test
  void shouldLeaveNothingOpenIfThePortOfOperationsIsTaken() throws Exception {
    try (ApiServer first = start("", TlsSettings.NONE)) {
      int free;
      try (ApiServer gone = start("", TlsSettings.NONE)) {
        free = gone.port();
      }
      assertThatThrownBy(() -> start(free, first.operationsPort(), "", TlsSettings.NONE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + first.operationsPort())
          .hasMessageContaining("serve.operations-port");
      start(free, 0, "", TlsSettings.NONE).close();
    }
  }
}
