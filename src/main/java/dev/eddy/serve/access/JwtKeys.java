package dev.eddy.serve.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import java.util.function.Supplier;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/// The keys of an identity provider, from a file or from where it publishes them. Those of an
/// address are kept for an hour, are asked for again when a token names one that is not among them,
/// and stay in use while the provider does not answer.
final class JwtKeys {

  private static final int TIMEOUT_MS = 5_000;
  private static final int MOST_BYTES = 1 << 20;

  /// So long a key that is not known is not asked for again: anybody can make a token that names
  /// one.
  private static final long ASK_AGAIN_MS = 30_000;

  private static final long KEEP_SECONDS = 24 * 3600;
  private static final String CONFIGURATION = "/.well-known/openid-configuration";

  private JwtKeys() {}

  /// Returns what finds the key of a token.
  ///
  /// @throws IllegalArgumentException if a file of keys cannot be used
  static VerificationKeyResolver of(JwtSettings settings, WatchedFiles files) {
    if (settings.hasFile()) {
      Path file = Path.of(settings.keys());
      Supplier<VerificationKeyResolver> keys =
          files.watch(List.of(file), contents -> ofFile(file, contents.getFirst()));
      return (token, around) -> keys.get().resolveKey(token, around);
    }
    return settings.keys().isEmpty()
        ? new Discovered(settings.issuer())
        : ofAddress(settings.keys());
  }

  private static VerificationKeyResolver ofFile(Path file, byte[] content) {
    FilePermissions.requireOwned("serve.jwt-keys", file);
    try {
      JsonWebKeySet keys = new JsonWebKeySet(new String(content, StandardCharsets.UTF_8));
      if (keys.getJsonWebKeys().isEmpty()) {
        throw new IllegalArgumentException("serve.jwt-keys " + file + " holds no key");
      }
      return new JwksVerificationKeyResolver(keys.getJsonWebKeys());
    } catch (JoseException e) {
      throw new IllegalArgumentException(
          "serve.jwt-keys %s is no set of keys (JWKS): %s".formatted(file, e.getMessage()), e);
    }
  }

  private static VerificationKeyResolver ofAddress(String address) {
    HttpsJwks keys = new HttpsJwks(address);
    keys.setSimpleHttpGet(get());
    keys.setRefreshReprieveThreshold(ASK_AGAIN_MS);
    keys.setRetainCacheOnErrorDuration(KEEP_SECONDS);
    return new HttpsJwksVerificationKeyResolver(keys);
  }

  private static Get get() {
    Get get = new Get();
    get.setConnectTimeout(TIMEOUT_MS);
    get.setReadTimeout(TIMEOUT_MS);
    get.setResponseBodySizeLimit(MOST_BYTES);
    get.setRetries(0);
    return get;
  }

  /// Keys whose address the issuer tells. It is asked for with the first token, since an instance
  /// can start while the provider is down; a provider that does not answer is asked again later.
  private static final class Discovered implements VerificationKeyResolver {

    private final String issuer;
    private VerificationKeyResolver found;
    private long nextTryNs = System.nanoTime();

    Discovered(String issuer) {
      this.issuer = issuer;
    }

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> around)
        throws UnresolvableKeyException {
      return keys().resolveKey(token, around);
    }

    private synchronized VerificationKeyResolver keys() throws UnresolvableKeyException {
      if (found == null) {
        if (System.nanoTime() - nextTryNs < 0) {
          throw unknown(new IOException("it could not be read less than 30 s ago"));
        }
        try {
          found = ofAddress(address());
        } catch (IOException | IllegalArgumentException e) {
          nextTryNs = System.nanoTime() + ASK_AGAIN_MS * 1_000_000;
          throw unknown(e instanceof IOException io ? io : new IOException(e));
        }
      }
      return found;
    }

    private UnresolvableKeyException unknown(IOException why) {
      return new UnresolvableKeyException(
          "the configuration of %s is not known: %s".formatted(issuer, why.getMessage()), why);
    }

    private String address() throws IOException {
      String at = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
      JsonNode configuration = Json.MAPPER.readTree(get().get(at + CONFIGURATION).getBody());
      if (!configuration.path("issuer").asText().equals(issuer)) {
        throw new IOException(
            at + CONFIGURATION + " is of the issuer " + configuration.path("issuer"));
      }
      String address = configuration.path("jwks_uri").asText();
      JwtSettings.requireSecured("jwks_uri of " + issuer, address);
      return address;
    }
  }
}
