package dev.eddy.serve.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.choice.Rank;
import dev.eddy.fixture.Certificates;
import dev.eddy.http.jetty.Pem;
import dev.eddy.http.jetty.TlsMaterial;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.ApiServer;
import dev.eddy.serve.ServeSettings;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.JwtSettings;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.access.TokenLine;
import dev.eddy.serve.access.TokenSecret;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.limit.Unhurried;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Instances that ask each other where nobody is let in who is not known.
@Timeout(60)
class SecuredPeersTest {

  private final String peer = TokenSecret.random();
  private final String reader = TokenSecret.random();
  private final FakeBackend backend = new FakeBackend(new Random(7));

  @TempDir Path folder;

  private ApiServer server(TlsSettings tls) throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"),
            TokenLine.of("instances", Set.of(Role.PEER), null, peer).text()
                + "\n"
                + TokenLine.of("reader", Set.of(Role.READ, Role.ADMIN), null, reader).text());
    return new ApiServer(
        new ServeSettings(
            "127.0.0.1",
            0,
            0,
            "",
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
        new SimpleMeterRegistry());
  }

  /// Returns whether an instance learns of a user from another one.
  private boolean finds(
      ApiServer other, Optional<TlsMaterial> tls, Supplier<Optional<String>> token) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    URI at = URI.create("http://127.0.0.1:" + other.operationsPort());
    try (PeerClient client = new PeerClient(backend, tls, token, registry)) {
      boolean found =
          client.users(Map.of(at, List.of("ann")), false, WriteToken.NONE).containsKey("ann");
      assertThat(
              registry
                  .get("eddy.peer.requests")
                  .tag("outcome", found ? "answered" : "failed")
                  .counter()
                  .count())
          .isEqualTo(1);
      return found;
    }
  }

  @Test
  void shouldAskWithTheTokenOfInstances() throws IOException {
    try (ApiServer server = server(TlsSettings.NONE)) {
      assertThat(finds(server, Optional.empty(), () -> Optional.of(peer))).isTrue();
      assertThat(finds(server, Optional.empty(), Optional::empty)).isFalse();
      assertThat(finds(server, Optional.empty(), () -> Optional.of(reader))).isFalse();
    }
  }

  @Test
  void shouldAskWithACertificateInPlaceOfAToken() throws Exception {
    Certificates authority = new Certificates(folder);
    Certificates.Issued first = authority.issue("first", "ip:127.0.0.1");
    Certificates.Issued second = authority.issue("second", "ip:127.0.0.1");
    Path ca = authority.authority();
    TlsSettings settings =
        new TlsSettings(first.certificate().toString(), first.key().toString(), ca.toString());
    try (ApiServer server = server(settings)) {
      Optional<TlsMaterial> material =
          Optional.of(
              TlsMaterial.of(
                  pem(second.certificate()),
                  pem(second.key()),
                  Optional.of(pem(ca)),
                  Instant.now()));
      assertThat(finds(server, material, Optional::empty)).isTrue();
      assertThat(finds(server, Optional.empty(), () -> Optional.of(peer)))
          .as("without TLS")
          .isFalse();
    }
  }

  private static Pem pem(Path file) throws IOException {
    return new Pem(file.toString(), Files.readAllBytes(file));
  }
}
