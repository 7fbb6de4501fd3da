package dev.eddy.serve.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// Tokens of an identity provider: JWTs (RFC 7519) that it signs.
///
/// @param issuer who signs them, as their claim `iss` says; empty for no such tokens
/// @param audience whom they must be for, as their claim `aud` says
/// @param keys path or address of the provider's keys (JWKS, RFC 7517); empty for the address that
///     the issuer's own configuration names (OpenID Connect Discovery)
/// @param rolesClaim which claim names the roles
/// @param userClaim which claim names the one user that a token is for
public record JwtSettings(
    String issuer, String audience, String keys, String rolesClaim, String userClaim) {

  /// No such tokens.
  public static final JwtSettings NONE = new JwtSettings("", "", "", "roles", "sub");

  /// Checks that what belongs together is there.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public JwtSettings {
    if (issuer.isEmpty() && !(audience.isEmpty() && keys.isEmpty())) {
      throw new IllegalArgumentException(
          "serve.jwt-audience and serve.jwt-keys mean nothing without serve.jwt-issuer: set it");
    }
    if (!issuer.isEmpty() && audience.isEmpty()) {
      throw new IllegalArgumentException(
          "serve.jwt-audience is empty, so that tokens of %s for any application would do: set it"
              .formatted(issuer));
    }
    if (rolesClaim.isEmpty() || userClaim.isEmpty()) {
      throw new IllegalArgumentException(
          "serve.jwt-roles-claim and serve.jwt-user-claim must name a claim");
    }
    if (!issuer.isEmpty() && keys.isEmpty()) {
      requireSecured("serve.jwt-issuer", issuer);
    } else if (isAddress(keys)) {
      requireSecured("serve.jwt-keys", keys);
    }
  }

  /// Refuses an address at which somebody else might answer, who could then sign any token.
  ///
  /// @throws IllegalArgumentException naming the setting
  static void requireSecured(String setting, String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is '%s', which is no address: %s".formatted(setting, address, e.getMessage()), e);
    }
    boolean isHere = "http".equals(uri.getScheme()) && isLoopback(uri.getHost());
    if (!isHere && !("https".equals(uri.getScheme()) && uri.getHost() != null)) {
      throw new IllegalArgumentException(
          "%s is '%s', but must begin with https://, since whoever answers there can make tokens"
              .formatted(setting, address));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isAddress(String keys) {
    return keys.startsWith("http://") || keys.startsWith("https://");
  }

  /// Returns whether such tokens are taken.
  public boolean isOn() {
    return !issuer.isEmpty();
  }

  /// Returns whether the keys are in a file.
  boolean hasFile() {
    return !keys.isEmpty() && !isAddress(keys);
  }
}
