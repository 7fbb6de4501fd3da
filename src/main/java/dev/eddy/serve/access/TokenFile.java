package dev.eddy.serve.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tokens of a file, one a line ([TokenLine]); empty lines and those that begin with `#` are
/// left out.
///
/// @param lines in the file's order
record TokenFile(List<TokenLine> lines) implements Tokens {

  /// Reads a file.
  ///
  /// @param what it is, for messages
  /// @throws IllegalArgumentException naming the line and what is wrong with it
  static TokenFile parse(String what, byte[] content) {
    List<TokenLine> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\\R", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        TokenLine token = TokenLine.parse(line);
        if (!names.add(token.holder().name())) {
          throw new IllegalArgumentException(
              "the name '%s' is there twice".formatted(token.holder().name()));
        }
        lines.add(token);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(what, number, e.getMessage()), e);
      }
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          what + " holds no token; make one with: eddy token --role read,write");
    }
    return new TokenFile(List.copyOf(lines));
  }

  /// Compares with every token, each in constant time, so that how long it takes tells nothing.
  @Override
  public Optional<Principal> holder(String shown) {
    byte[] hash = TokenSecret.hash(shown);
    Principal found = null;
    for (TokenLine line : lines) {
      if (MessageDigest.isEqual(line.hash(), hash)) {
        found = line.holder();
      }
    }
    return Optional.ofNullable(found);
  }
}
