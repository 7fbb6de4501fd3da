package dev.eddy.serve.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WatchedFiles files = new WatchedFiles(Duration.ofMillis(5), registry);

  @AfterEach
  void close() {
    files.close();
  }

  private static AccessSettings settings(Path tokens, Path peer) {
    return new AccessSettings(
        tokens == null ? "" : tokens.toString(),
        JwtSettings.NONE,
        false,
        peer == null ? "" : peer.toString(),
        false,
        true);
  }

  private Path write(String name, String mode, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static String line(String name, Role role, String secret) {
    return TokenLine.of(name, Set.of(role), null, secret).text() + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
  void shouldLetInEverybodyFromElsewhereOnlyIfThatIsMeant(String host) {
    assertThatThrownBy(() -> Access.of(AccessSettings.NONE, host, files))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serve.host is " + host)
        .hasMessageContaining("eddy token --role read,write,admin --file tokens")
        .hasMessageContaining("serve.open=true");
    AccessSettings meant = new AccessSettings("", JwtSettings.NONE, true, "", false, true);
    assertThat(Access.of(meant, host, files).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
  void shouldAskForNoTokenOnLoopback(String host) {
    assertThat(Access.of(AccessSettings.NONE, host, files).isOpen()).isTrue();
  }

  @Test
  void shouldRefuseToBeOpenAndClosed() {
    assertThatThrownBy(() -> new AccessSettings("tokens", JwtSettings.NONE, true, "", false, true))
        .hasMessageContaining("serve.open=true lets everybody in, but serve.tokens-file is set");
  }

  @Test
  void shouldReadTokensAnewAndKeepTheOldOnesIfTheNewAreWrong() throws Exception {
    String first = TokenSecret.random();
    String second = TokenSecret.random();
    Path file = write("tokens", "rw-r--r--", line("first", Role.READ, first));
    Access access = Access.of(settings(file, null), "0.0.0.0", files);
    assertThat(knows(access, first)).isTrue();
    assertThat(knows(access, second)).isFalse();

    Path next = write("next", "rw-------", line("second", Role.READ, second));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> knows(access, second));
    assertThat(knows(access, first)).as("a token that was taken away").isFalse();

    Files.writeString(file, "rubbish");
    await().until(() -> reloads("failed") > 0);
    assertThat(knows(access, second)).isTrue();
    Files.delete(file);
    await().until(() -> reloads("failed") > 1);
    assertThat(knows(access, second)).isTrue();
    assertThat(reloads("done")).isEqualTo(1);
  }

  private double reloads(String outcome) {
    return registry.get("eddy.reloads").tag("outcome", outcome).counter().count();
  }

  private static boolean knows(Access access, String token) {
    return access.tokens().getFirst().holder(token).isPresent();
  }

  @Test
  void shouldShowOthersTheTokenOfItsFile() throws Exception {
    String secret = TokenSecret.random();
    Path tokens = write("tokens", "rw-------", line("instances", Role.PEER, secret));
    Path peer = write("peer", "r--r-----", secret + "\n");
    Supplier<Optional<String>> own =
        Access.of(settings(tokens, peer), "127.0.0.1", files).ownToken();
    assertThat(own.get()).contains(secret);
    String next = TokenSecret.random();
    Files.setPosixFilePermissions(peer, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(peer, next);
    await().until(() -> own.get().equals(Optional.of(next)));
  }

  @ParameterizedTest
  @CsvSource({
    "rw----r--, PEER, is not a secret",
    "rw--w----, PEER, chmod o=",
    "rw-------, READ, does not list with the role peer"
  })
  void shouldRefuseATokenForPeersThatIsNone(String mode, Role role, String message)
      throws Exception {
    String secret = TokenSecret.random();
    Path tokens = write("tokens", "rw-------", line("instances", role, secret));
    Path peer = write("peer", mode, secret);
    assertThatThrownBy(() -> Access.of(settings(tokens, peer), "127.0.0.1", files))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serve.peer-token-file")
        .hasMessageContaining(message.replace("is not a secret", "others may read or change it"))
        .hasMessageNotContaining(secret);
  }

  @Test
  void shouldRefuseFilesThatAreMissingOrThatOthersMayChange() throws Exception {
    Path tokens = write("tokens", "rw-rw-rw-", line("a", Role.READ, TokenSecret.random()));
    assertThatThrownBy(() -> Access.of(settings(tokens, null), "127.0.0.1", files))
        .hasMessageContaining("serve.tokens-file is " + tokens)
        .hasMessageContaining("chmod go-w " + tokens);
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Access.of(settings(missing, null), "127.0.0.1", files))
        .hasMessageContaining("cannot read " + missing);
  }

  @Test
  void shouldTellOnceWhatIsWrongWithAContent() throws Exception {
    Path file = Files.writeString(folder.resolve("some"), "good");
    AtomicInteger refused = new AtomicInteger();
    Supplier<String> value =
        files.watch(
            List.of(file),
            contents -> {
              if (contents.getFirst().length == 3) {
                refused.incrementAndGet();
                throw new IllegalArgumentException("three");
              }
              return new String(contents.getFirst(), StandardCharsets.UTF_8);
            });
    Files.writeString(file, "bad");
    await().until(() -> refused.get() > 2);
    assertThat(reloads("failed")).isEqualTo(1);
    Files.writeString(file, "better");
    await().until(() -> value.get().equals("better"));
    Files.writeString(file, "bad");
    await().until(() -> reloads("failed") == 2);
  }

  @Test
  void shouldReadAFileAgainUntilItsModeIsRight() throws Exception {
    String first = TokenSecret.random();
    String second = TokenSecret.random();
    Path file = write("tokens", "rw-r--r--", line("first", Role.READ, first));
    Access access = Access.of(settings(file, null), "0.0.0.0", files);

    Path next = write("next", "rw-rw-rw-", line("second", Role.READ, second));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> reloads("failed") == 1);
    assertThat(knows(access, first)).isTrue();
    assertThat(knows(access, second)).isFalse();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    await().until(() -> knows(access, second));
    assertThat(reloads("failed")).as("told once, however often it was read").isEqualTo(1);
  }
}
