package dev.eddy.serve.access;

import dev.eddy.http.Call;
import dev.eddy.http.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Tells who asks, by the token that a request shows (RFC 6750) or the certificate of another
/// instance, and which token this instance shows to others.
///
/// @param tokens where tokens come from, in the order they are asked; none if everybody may do
///     everything
/// @param ownToken by which this instance asks others; empty for none
public record Access(List<Tokens> tokens, Supplier<Optional<String>> ownToken) {

  private static final String SCHEME = "Bearer ";

  /// Lets everybody do everything.
  public static final Access OPEN = new Access(List.of(), Optional::empty);

  /// Copies the list.
  public Access {
    tokens = List.copyOf(tokens);
  }

  /// Reads what the settings name, and reads it anew when it changes.
  ///
  /// @param host the address that is bound to
  /// @throws IllegalArgumentException naming the setting and what to do
  public static Access of(AccessSettings settings, String host, WatchedFiles files) {
    settings.requireClosed(host);
    if (!settings.asksForTokens()) {
      return OPEN;
    }
    List<Tokens> tokens = new ArrayList<>();
    Supplier<Optional<String>> ownToken = Optional::empty;
    if (!settings.tokensFile().isEmpty()) {
      Supplier<TokenFile> listed = listed(Path.of(settings.tokensFile()), files);
      tokens.add(shown -> listed.get().holder(shown));
      if (!settings.peerTokenFile().isEmpty()) {
        ownToken = ownToken(Path.of(settings.peerTokenFile()), listed.get(), files);
      }
    }
    if (settings.jwt().isOn()) {
      tokens.add(new JwtTokens(settings.jwt(), JwtKeys.of(settings.jwt(), files)));
    }
    return new Access(tokens, ownToken);
  }

  private static Supplier<TokenFile> listed(Path file, WatchedFiles files) {
    return files.watch(
        List.of(file),
        contents -> {
          FilePermissions.requireOwned("serve.tokens-file", file);
          return TokenFile.parse("serve.tokens-file " + file, contents.getFirst());
        });
  }

  private static Supplier<Optional<String>> ownToken(
      Path file, TokenFile known, WatchedFiles files) {
    Supplier<String> own =
        files.watch(
            List.of(file),
            contents -> {
              FilePermissions.requireSecret("serve.peer-token-file", file);
              return TokenSecret.checked(
                  "serve.peer-token-file " + file,
                  new String(contents.getFirst(), StandardCharsets.UTF_8).strip());
            });
    if (known.holder(own.get()).filter(peer -> peer.roles().contains(Role.PEER)).isEmpty()) {
      throw new IllegalArgumentException(
          "serve.peer-token-file %s holds a token that serve.tokens-file does not list with the"
                  .formatted(file)
              + " role peer: instances would refuse each other. Make both with: eddy token --role"
              + " peer");
    }
    return () -> Optional.of(own.get());
  }

  /// Returns whether everybody may do everything.
  public boolean isOpen() {
    return tokens.isEmpty();
  }

  /// Returns who asks, by the token that the request shows, or else, as another instance, by its
  /// certificate; nobody if it shows neither, or a token that nobody knows.
  public Optional<Principal> who(Request request) {
    if (isOpen()) {
      return Optional.of(Principal.ANYBODY);
    }
    Optional<String> token = shown(request.call());
    return token.isPresent()
        ? tokens.stream().flatMap(known -> known.holder(token.get()).stream()).findFirst()
        : request
            .certificate()
            .map(subject -> new Principal(subject, Set.of(Role.PEER), Optional.empty()));
  }

  /// Returns the token that a request shows, if it shows one.
  public static Optional<String> shown(Call call) {
    return call.header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }
}
