package dev.eddy.serve.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final String HASH = "sha256:" + "0".repeat(64);

  private static TokenFile parse(String text) {
    return TokenFile.parse("tokens", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldKnowWhoShowsAToken() {
    String shop = TokenSecret.random();
    String phone = TokenSecret.random();
    TokenFile file =
        parse(
            "# ours\n\n"
                + TokenLine.of("shop", EnumSet.of(Role.READ, Role.WRITE), null, shop).text()
                + "\r\n  "
                + TokenLine.of("phone", EnumSet.of(Role.READ), "a b+c/ü=#", phone).text()
                + " \n");
    assertThat(file.holder(shop))
        .contains(new Principal("shop", Set.of(Role.READ, Role.WRITE), Optional.empty()));
    assertThat(file.holder(phone))
        .contains(new Principal("phone", Set.of(Role.READ), Optional.of("a b+c/ü=#")));
    assertThat(file.holder(shop + "x")).isEmpty();
    assertThat(file.holder("")).isEmpty();
    assertThat(file.toString()).doesNotContain(shop).doesNotContain(phone);
  }

  @Test
  void shouldTakeAPlusOfAUserForItself() {
    TokenLine line = TokenLine.parse("phone read sub=ann+eddy%20b " + HASH);
    assertThat(line.holder().user()).contains("ann+eddy b");
    assertThat(line.text()).isEqualTo("phone read sub=ann%2Beddy%20b " + HASH);
  }

  @Test
  void shouldMakeSecretsThatNobodyGuesses() {
    assertThat(TokenSecret.random()).matches("eddy_[A-Za-z0-9_-]{43}");
    assertThat(TokenSecret.random()).isNotEqualTo(TokenSecret.random());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop read | line 2: it must be: name role[,role] [sub=USER] sha256:HASH",
        "shop read for=ann HASH | line 2: it must be: name role",
        "shop read,owner HASH | line 2: 'owner' is no role; roles are read,write,admin,watch,peer",
        "shop read,,write HASH | line 2: '' is no role",
        "shop READ HASH | line 2: 'READ' is no role",
        "sh/op read HASH | line 2: the name must be 1 to 64 letters",
        "shop read sub= HASH | line 2: sub= is empty",
        "shop read eddy_secret | line 2: the hash must be sha256: and 64 hexadecimal digits",
        "shop read sha256:00 | line 2: the hash must be",
        "first read HASH | line 2: the name 'first' is there twice"
      })
  void shouldSayWhichLineIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse("first read " + HASH + "\n" + line.replace("HASH", HASH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens, ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("eddy_secret");
  }

  @Test
  void shouldRefuseAFileWithoutTokens() {
    assertThatThrownBy(() -> parse("# none yet\n")).hasMessageContaining("eddy token --role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789012345678901234567890"})
  void shouldRefuseTokensThatAreTooShort(String secret) {
    assertThatThrownBy(() -> TokenSecret.checked("the file", secret))
        .hasMessageContaining("the file holds a token of " + secret.length() + " characters")
        .hasMessageContaining("eddy token");
  }

  @Test
  void shouldRefuseTokensThatNoHeaderTakesAndNotShowThem() {
    String odd = "a b".repeat(20);
    assertThatThrownBy(() -> TokenSecret.checked("the file", odd)).hasMessageNotContaining(odd);
  }

  @Test
  void shouldRefuseNamesAndUsersThatAreNone() {
    assertThatThrownBy(() -> TokenLine.of("a b", Set.of(Role.READ), null, "s"))
        .hasMessageContaining("the name is 'a b'");
    assertThatThrownBy(() -> TokenLine.of("a", Set.of(Role.READ), "", "s"))
        .hasMessageContaining("leave sub out");
  }
}
