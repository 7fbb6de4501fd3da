package dev.eddy.serve.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.eddy.http.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtTokensTest {

  private static final String ISSUER = "https://id.example";
  private static final String ES256 = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;

  private static PublicJsonWebKey ec;
  private static PublicJsonWebKey rsa;
  private static PublicJsonWebKey other;

  @TempDir Path folder;

  private final WatchedFiles files =
      new WatchedFiles(Duration.ofMillis(5), new SimpleMeterRegistry());
  private final ConcurrentMap<String, String> published = new ConcurrentHashMap<>();
  private HttpServer provider;

  @BeforeAll
  static void makeKeys() throws JoseException {
    ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    ec.setKeyId("ec");
    rsa = RsaJwkGenerator.generateJwk(2048);
    rsa.setKeyId("rsa");
    other = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    other.setKeyId("other");
  }

  @BeforeEach
  void startProvider() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          String text = published.get(exchange.getRequestURI().getPath());
          byte[] body = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              text == null ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
  }

  @AfterEach
  void close() {
    provider.stop(0);
    files.close();
  }

  private String address() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  private static String publicKeys(JsonWebKey... keys) {
    return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  private static String signed(PublicJsonWebKey by, String algorithm, Consumer<JwtClaims> change)
      throws JoseException {
    return signed(by.getPrivateKey(), by.getKeyId(), algorithm, change);
  }

  private static String signed(Key by, String keyId, String algorithm, Consumer<JwtClaims> change)
      throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience("eddy");
    claims.setSubject("ann");
    claims.setExpirationTimeMinutesInTheFuture(10);
    claims.setStringListClaim("roles", List.of("read", "write", "gardener"));
    change.accept(claims);
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(by);
    token.setKeyIdHeaderValue(keyId);
    token.setAlgorithmHeaderValue(algorithm);
    token.setDoKeyValidation(false);
    return token.getCompactSerialization();
  }

  private Tokens tokens(JwtSettings settings) {
    return new JwtTokens(settings, JwtKeys.of(settings, files));
  }

  private Tokens ofFile() throws IOException {
    return tokens(settings(keysFile().toString(), "roles", "sub"));
  }

  private Path keysFile() throws IOException {
    return Files.writeString(folder.resolve("keys.json"), publicKeys(ec, rsa));
  }

  private static JwtSettings settings(String keys, String rolesClaim, String userClaim) {
    return new JwtSettings(ISSUER, "eddy", keys, rolesClaim, userClaim);
  }

  @Test
  void shouldKnowWhoHoldsATokenThatTheProviderSigned() throws Exception {
    Principal ann = new Principal("ann", Set.of(Role.READ, Role.WRITE), Optional.of("ann"));
    assertThat(ofFile().holder(signed(ec, ES256, claims -> {}))).contains(ann);
    assertThat(ofFile().holder(signed(rsa, AlgorithmIdentifiers.RSA_USING_SHA256, claims -> {})))
        .contains(ann);
  }

  @Test
  void shouldReadRolesAndUsersFromTheClaimsThatAreNamed() throws Exception {
    Tokens tokens = tokens(settings(keysFile().toString(), "scope", "customer"));
    assertThat(
            tokens.holder(
                signed(
                    ec,
                    ES256,
                    claims -> {
                      claims.setStringClaim("scope", "openid admin,peer");
                      claims.setStringClaim("customer", "c7");
                    })))
        .contains(new Principal("ann", Set.of(Role.ADMIN, Role.PEER), Optional.of("c7")));
    assertThat(tokens.holder(signed(ec, ES256, claims -> {})))
        .contains(new Principal("ann", Set.of(), Optional.empty()));
    assertThat(tokens.holder(signed(ec, ES256, claims -> claims.setClaim("customer", 7))))
        .as("a user that is no text")
        .isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNotForUsOrNotValidAnyMore() throws Exception {
    Tokens tokens = ofFile();
    List<Consumer<JwtClaims>> changes =
        List.of(
            claims -> claims.setIssuer("https://elsewhere.example"),
            claims -> claims.setAudience("another-application"),
            claims -> claims.unsetClaim("aud"),
            claims -> claims.unsetClaim("iss"),
            claims -> claims.unsetClaim("sub"),
            claims -> claims.unsetClaim("exp"),
            claims -> claims.setExpirationTimeMinutesInTheFuture(-1),
            claims -> claims.setNotBeforeMinutesInThePast(-5));
    for (Consumer<JwtClaims> change : changes) {
      String token = signed(ec, ES256, change);
      assertThat(tokens.holder(token)).as(token).isEmpty();
    }
  }

  @Test
  void shouldRefuseForgedTokens() throws Exception {
    Tokens tokens = ofFile();
    String good = signed(ec, ES256, claims -> {});
    String[] parts = good.split("\\.", -1);
    other.setKeyId("ec");
    String named = signed(other, ES256, claims -> {});
    other.setKeyId("other");
    Key openAsSecret =
        new HmacKey(rsa.getPublicKey().getEncoded()); // the public key as if it were a secret
    List<String> forged =
        List.of(
            named,
            signed(other, ES256, claims -> {}),
            signed(openAsSecret, "rsa", AlgorithmIdentifiers.HMAC_SHA256, claims -> {}),
            "eyJhbGciOiJub25lIn0." + parts[1] + ".",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "x." + parts[2],
            "..",
            "a.b.c",
            "a.b",
            "");
    for (String token : forged) {
      assertThat(tokens.holder(token)).as(token).isEmpty();
    }
    assertThat(tokens.holder(good)).isPresent();
  }

  @Test
  void shouldReadAFileOfKeysAnew() throws Exception {
    Tokens tokens = ofFile();
    String token = signed(other, ES256, claims -> {});
    assertThat(tokens.holder(token)).isEmpty();
    Files.writeString(folder.resolve("keys.json"), publicKeys(other));
    await().until(() -> tokens.holder(token).isPresent());
    assertThat(tokens.holder(signed(ec, ES256, claims -> {}))).as("a key that is gone").isEmpty();
  }

  @Test
  void shouldFindKeysWhereTheIssuerPublishesThem() throws Exception {
    String issuer = address();
    Tokens tokens = tokens(new JwtSettings(issuer, "eddy", "", "roles", "sub"));
    published.put(
        "/.well-known/openid-configuration",
        "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(issuer, issuer));
    published.put("/keys", publicKeys(ec));
    assertThat(tokens.holder(signed(ec, ES256, claims -> claims.setIssuer(issuer)))).isPresent();
    assertThat(tokens.holder(signed(ec, ES256, claims -> {}))).as("another issuer").isEmpty();
    published.clear();
    assertThat(tokens.holder(signed(ec, ES256, claims -> claims.setIssuer(issuer))))
        .as("while the provider is down")
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "rubbish",
        "{\"issuer\": \"https://other.example\", \"jwks_uri\": \"HERE/keys\"}",
        "{\"issuer\": \"HERE\", \"jwks_uri\": \"http://192.0.2.1/keys\"}",
        "{\"issuer\": \"HERE\"}"
      })
  void shouldSayThatItCannotTellWhileTheIssuerDoesNotTellItsKeys(String configuration)
      throws Exception {
    String issuer = address();
    published.put("/.well-known/openid-configuration", configuration.replace("HERE", issuer));
    published.put("/keys", publicKeys(ec));
    Tokens tokens = tokens(new JwtSettings(issuer, "eddy", "", "roles", "sub"));
    String token = signed(ec, ES256, claims -> claims.setIssuer(issuer));
    for (String when : List.of("first", "at once again")) {
      assertThatThrownBy(() -> tokens.holder(token))
          .as(when)
          .isInstanceOfSatisfying(
              ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(503))
          .hasMessageContaining("the keys of " + issuer + " cannot be read now");
    }
  }

  @Test
  void shouldAskForKeysAtTheirAddress() throws Exception {
    published.put("/jwks", publicKeys(rsa));
    Tokens tokens = tokens(settings(address() + "/jwks", "roles", "sub"));
    assertThat(tokens.holder(signed(rsa, AlgorithmIdentifiers.RSA_PSS_USING_SHA256, claims -> {})))
        .isPresent();
    assertThat(tokens.holder(signed(other, ES256, claims -> {})))
        .as("a key that is not among those that were read")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| eddy | '' | roles | sub | mean nothing without serve.jwt-issuer",
        "https://id.example | '' | '' | roles | sub | serve.jwt-audience is empty",
        "http://id.example | eddy | '' | roles | sub | serve.jwt-issuer is 'http://id.example', but"
            + " must",
        "id | eddy | '' | roles | sub | serve.jwt-issuer is 'id', but must begin with https://",
        "id | eddy | http://192.0.2.1/keys | roles | sub | serve.jwt-keys is"
            + " 'http://192.0.2.1/keys'",
        "id | eddy | https:// | roles | sub | serve.jwt-keys is 'https://', which is no address",
        "id | eddy | keys | '' | sub | must name a claim",
        "id | eddy | keys | roles | '' | must name a claim"
      })
  void shouldSayWhichSettingsDoNotGoTogether(
      String issuer, String audience, String keys, String roles, String user, String message) {
    assertThatThrownBy(() -> new JwtSettings(issuer, audience, keys, roles, user))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"rubbish | is no set of keys (JWKS)", "{\"keys\": []} | holds no key"})
  void shouldRefuseAFileThatHoldsNoKeys(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), content);
    JwtSettings settings = settings(file.toString(), "roles", "sub");
    assertThatThrownBy(() -> JwtKeys.of(settings, files))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serve.jwt-keys " + file)
        .hasMessageContaining(message);
  }
}
