package dev.eddy.serve.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who may what.
///
/// @param tokensFile path of the file of tokens ([TokenLine]); empty for none
/// @param jwt tokens of an identity provider
/// @param open whether everybody may do everything, also from other machines
/// @param peerTokenFile path of the file with the token by which this instance asks others; empty
///     for none
/// @param openMetrics whether `/metrics` answers without a token
/// @param audit whether writes and operations are logged, with who did them
public record AccessSettings(
    String tokensFile,
    JwtSettings jwt,
    boolean open,
    String peerTokenFile,
    boolean openMetrics,
    boolean audit) {

  /// No tokens, which is enough on loopback.
  public static final AccessSettings NONE =
      new AccessSettings("", JwtSettings.NONE, false, "", false, true);

  /// Checks what can be checked without looking at files.
  ///
  /// @throws IllegalArgumentException naming the setting and what is allowed
  public AccessSettings {
    if (open && (!tokensFile.isEmpty() || jwt.isOn())) {
      throw new IllegalArgumentException(
          "serve.open=true lets everybody in, but %s is set: remove one of them"
              .formatted(tokensFile.isEmpty() ? "serve.jwt-issuer" : "serve.tokens-file"));
    }
    if (!peerTokenFile.isEmpty() && tokensFile.isEmpty()) {
      throw new IllegalArgumentException(
          "serve.peer-token-file is set, but no instance asks for it: set serve.tokens-file, too");
    }
  }

  /// Returns whether requests need a token.
  public boolean asksForTokens() {
    return !tokensFile.isEmpty() || jwt.isOn();
  }

  /// Refuses to let in everybody from other machines unless somebody means it.
  ///
  /// @param host the address that is bound to
  /// @throws IllegalArgumentException saying what to do
  void requireClosed(String host) {
    if (asksForTokens() || open || isLoopback(host)) {
      return;
    }
    throw new IllegalArgumentException(
        ("serve.host is %s, so other machines reach this instance, but anybody could read and write"
                + " everything. Make a token with: eddy token --role read,write,admin --file tokens"
                + " and set serve.tokens-file=tokens, or name your identity provider by"
                + " serve.jwt-issuer. Or set serve.open=true, if something in front of it knows who"
                + " may what")
            .formatted(host));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // binding to it says more
    }
  }
}
