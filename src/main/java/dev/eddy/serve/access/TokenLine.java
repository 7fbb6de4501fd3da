package dev.eddy.serve.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A token as a line of the file of tokens has it: `name roles [sub=USER] sha256:HASH`, such as
///
/// ```
/// shop read,write sha256:5e88…
/// ann-phone read,write sub=ann sha256:0f3a…
/// ```
///
/// A user's id is percent-encoded, so that it may have any characters.
///
/// @param holder who shows it, with which roles
/// @param hash the SHA-256 of what they show
public record TokenLine(Principal holder, byte[] hash) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final String SUB = "sub=";
  private static final String FORM = "name role[,role] [sub=USER] sha256:HASH";

  /// Makes the line of a new token.
  ///
  /// @param user the one user that it is for; null for all
  /// @throws IllegalArgumentException if the name or the user is none
  public static TokenLine of(String name, Set<Role> roles, String user, String secret) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name is '%s', but must be 1 to 64 letters, digits and ._-".formatted(name));
    }
    if (user != null && user.isEmpty()) {
      throw new IllegalArgumentException(
          "the user of a token is empty; leave sub out for all users");
    }
    return new TokenLine(
        new Principal(name, roles, Optional.ofNullable(user)), TokenSecret.hash(secret));
  }

  /// Reads a line.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static TokenLine parse(String line) {
    String[] parts = line.strip().split("\\s+", -1);
    boolean hasUser = parts.length == 4 && parts[2].startsWith(SUB);
    if (parts.length != 3 && !hasUser) {
      throw new IllegalArgumentException("it must be: " + FORM);
    }
    if (!NAME.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("the name must be 1 to 64 letters, digits and ._-");
    }
    var hash = HASH.matcher(parts[parts.length - 1]);
    if (!hash.matches()) {
      throw new IllegalArgumentException(
          "the hash must be sha256: and 64 hexadecimal digits, and never the token itself; make a"
              + " line with: eddy token");
    }
    Optional<String> user =
        hasUser ? Optional.of(decoded(parts[2].substring(SUB.length()))) : Optional.empty();
    if (user.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("sub= is empty; leave it out for all users");
    }
    return new TokenLine(
        new Principal(parts[0], Role.list(parts[1]), user), HexFormat.of().parseHex(hash.group(1)));
  }

  /// A plus is itself here, and a space `%20`: this is no form.
  private static String encoded(String user) {
    return URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Returns the line.
  public String text() {
    return holder.name()
        + " "
        + Role.labels(holder.roles())
        + holder.user().map(user -> " " + SUB + encoded(user)).orElse("")
        + " sha256:"
        + HexFormat.of().formatHex(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenLine line
        && holder.equals(line.holder)
        && Arrays.equals(hash, line.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return text();
  }
}
