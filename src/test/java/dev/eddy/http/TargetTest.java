package dev.eddy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @Test
  void shouldDecodeEachSegmentOnce() {
    assertThat(Target.of("/v1/users/a%20b%2Bc%252F+%C3%A9", "").segments())
        .containsExactly("v1", "users", "a b+c%2F+é");
    assertThat(Target.of("/", "").segments()).containsExactly("");
    assertThat(Target.of("/v1/", "").segments()).containsExactly("v1", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/users",
        "/v1//users",
        "/v1/users//",
        "/v1/users/..;/internal/users",
        "/v1/users/ann;v=1",
        "/v1/users/a%2Fb",
        "/v1/users/a%2fb",
        "/v1/users/a%5Cb",
        "/v1/users/a%00b",
        "/v1/users/.",
        "/v1/users/../items",
        "/v1/users/%2e",
        "/v1/users/%2E%2e/items",
        "/v1/users/.%2e",
        "/%2e%2e/etc/passwd"
      })
  void shouldRefuseWhatCanBeReadInTwoWaysAndNameTheWay(String path) {
    assertThatThrownBy(() -> Target.of(path, ""))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining("/v1/user?id=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%",
        "/a%2",
        "/a%zz",
        "/a%-1",
        "/%ff",
        "/%C3",
        "/%C0%80",
        "/%ED%A0%80",
        "/é",
        "/a b",
        "v1"
      })
  void shouldRefuseWhatIsNotWellFormed(String path) {
    assertThatThrownBy(() -> Target.of(path, "")).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%ff", "%ff=a", "a=%", "a=é", "a=b&b=%C3%28"})
  void shouldRefuseQueriesThatAreNotUtf8(String query) {
    assertThatThrownBy(() -> Target.of("/", query)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=a,b | a;b",
        "x=a&x=b | a;b",
        "x=a%2Cb | a,b",
        "x=a%2Cb,c | a,b;c",
        "x=a%2Cb&x=c | a,b;c",
        "x=a+b&y=1 | a b",
        "x=,a,,b, | a;b"
      })
  void shouldTakeACommaThatIsEncodedForAPartOfTheId(String query, String ids) {
    assertThat(new Query(query).list("x")).containsExactly(ids.split(";"));
  }

  @Test
  void shouldNotChooseBetweenTwo() {
    Query query = new Query("n=1&n=2&empty&&a=b=c");
    assertThatThrownBy(() -> query.single("n"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("n is given 2 times");
    assertThat(query.single("empty")).hasValue("");
    assertThat(query.single("a")).hasValue("b=c");
    assertThat(query.single("b")).isEmpty();
    assertThat(query.names()).containsExactly("n", "empty", "a");
  }

  @Test
  void shouldCarryAnyIdInAQuery() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < 2_000; n++) {
      StringBuilder id = new StringBuilder();
      for (int length = 1 + random.nextInt(12); length > 0; length--) {
        int point = random.nextBoolean() ? random.nextInt(1, 0x80) : random.nextInt(1, 0x11_0000);
        id.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '/' : point);
      }
      String sent = URLEncoder.encode(id.toString(), StandardCharsets.UTF_8);
      Query query = new Query("id=" + sent + "&exclude=" + sent);
      assertThat(query.single("id")).as("seed 5, %s", sent).hasValue(id.toString());
      assertThat(query.list("exclude")).isEqualTo(List.of(id.toString()));
    }
  }
}
