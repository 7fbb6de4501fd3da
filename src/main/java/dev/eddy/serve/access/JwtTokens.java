package dev.eddy.serve.access;

import dev.eddy.http.ProblemException;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tokens that an identity provider has signed (JWT, RFC 7519; checked as RFC 8725 advises): of our
/// issuer, for our audience, not expired, signed with one of its keys and an algorithm that has a
/// public key.
final class JwtTokens implements Tokens {

  private static final Logger LOG = LoggerFactory.getLogger(JwtTokens.class);

  /// Clocks of machines differ.
  private static final int SKEW_SECONDS = 30;

  private static final long APART_NS = TimeUnit.MINUTES.toNanos(1);
  private static final String SUBJECT = "sub";

  private final JwtSettings settings;
  private final JwtConsumer consumer;
  private final AtomicLong nextNs = new AtomicLong(System.nanoTime());

  JwtTokens(JwtSettings settings, VerificationKeyResolver keys) {
    this.settings = settings;
    consumer =
        new JwtConsumerBuilder()
            .setExpectedIssuer(settings.issuer())
            .setExpectedAudience(settings.audience())
            .setRequireExpirationTime()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds(SKEW_SECONDS)
            .setJwsAlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT,
                AlgorithmIdentifiers.RSA_USING_SHA256,
                AlgorithmIdentifiers.RSA_USING_SHA384,
                AlgorithmIdentifiers.RSA_USING_SHA512,
                AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
                AlgorithmIdentifiers.EDDSA)
            .setVerificationKeyResolver(keys)
            .build();
  }

  @Override
  public Optional<Principal> holder(String shown) {
    if (shown.chars().filter(c -> c == '.').count() != 2) {
      return Optional.empty(); // a token of ours
    }
    try {
      return Optional.of(principal(consumer.processToClaims(shown)));
    } catch (InvalidJwtException | MalformedClaimException e) {
      Optional<UnresolvableKeyException> noKey = cause(e, UnresolvableKeyException.class);
      noKey.ifPresentOrElse(
          this::warn, () -> LOG.debug("A token is not valid: {}", e.getMessage()));
      if (noKey.isPresent() && cause(e, IOException.class).isPresent()) {
        throw ProblemException.unavailable(
            "the keys of %s cannot be read now; try again".formatted(settings.issuer()), e);
      }
      return Optional.empty();
    }
  }

  /// Returns the first cause of a kind.
  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  private Principal principal(JwtClaims claims) throws MalformedClaimException {
    return new Principal(claims.getSubject(), roles(claims), user(claims));
  }

  /// Roles that are not ours are another application's.
  private Set<Role> roles(JwtClaims claims) {
    Object value = claims.getClaimValue(settings.rolesClaim());
    Collection<?> labels =
        value instanceof Collection<?> several
            ? several
            : value instanceof String text ? List.of(text.split("[ ,]+", -1)) : List.of();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Role role : Role.values()) {
      if (labels.contains(role.label())) {
        roles.add(role);
      }
    }
    return roles;
  }

  private Optional<String> user(JwtClaims claims) throws MalformedClaimException {
    return settings.userClaim().equals(SUBJECT)
        ? Optional.of(claims.getSubject())
        : Optional.ofNullable(claims.getClaimValue(settings.userClaim(), String.class));
  }

  /// A token that is not valid is its sender's mistake; keys that cannot be found may be an
  /// operator's concern, who is told once a minute.
  private void warn(UnresolvableKeyException noKey) {
    long now = System.nanoTime();
    long next = nextNs.get();
    if (now - next >= 0 && nextNs.compareAndSet(next, now + APART_NS)) {
      LOG.warn("No key is found for a token of {}: {}", settings.issuer(), noKey.getMessage());
    }
  }
}
