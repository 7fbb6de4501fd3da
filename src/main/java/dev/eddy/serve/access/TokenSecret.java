package dev.eddy.serve.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// What the holder of a token shows, and its hash, which is all that an instance keeps. A secret is
/// 256 random bits, so a plain hash of it cannot be searched for what it was made of, as that of a
/// password can.
public final class TokenSecret {

  private static final String PREFIX = "eddy_"; // by which scanners find one that was published
  private static final int RANDOM_BYTES = 32;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = 512;

  /// `b64token` of RFC 6750.
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private TokenSecret() {}

  /// Makes a new one.
  public static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Checks one that somebody else has made.
  ///
  /// @param where it stands, for whoever put it there
  /// @return the same
  /// @throws IllegalArgumentException if it is short enough to be guessed, or has other
  ///     characters than a header takes; the message does not show it
  static String checked(String where, String secret) {
    if (secret.length() < MIN_LENGTH || secret.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s holds a token of %d characters, but it must have %d to %d; make one with: eddy token"
              .formatted(where, secret.length(), MIN_LENGTH, MAX_LENGTH));
    }
    if (!FORM.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          where
              + " holds a token with other characters than letters, digits and ._~+/-; make one"
              + " with: eddy token");
    }
    return secret;
  }

  /// Returns the SHA-256 of a secret.
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
