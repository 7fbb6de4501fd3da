package dev.eddy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {

  private final List<String> handled = new ArrayList<>();
  private final Dispatcher dispatcher =
      new Dispatcher(
          List.of(
              route(Method.GET, "/v1/users"),
              route(Method.GET, "/v1/users/active"),
              route(Method.GET, "/v1/users/{user}", "user"),
              route(Method.PUT, "/v1/users/{user}", "user"),
              route(Method.DELETE, "/v1/users/{user}", "user"),
              route(Method.GET, "/v1/users/{user}/ratings", "user"),
              route(Method.DELETE, "/v1/users/{user}/ratings/{item}", "user", "item"),
              route(Method.GET, "/v1/items/{item}/similar", "item"),
              route(Method.DELETE, "/v1/admin/models/{generation}", "generation"),
              new Route(
                  Method.GET,
                  "/fails",
                  (request, response) -> {
                    throw new IllegalStateException("secret");
                  })));

  private Route route(Method method, String path, String... parameters) {
    return new Route(
        method,
        path,
        (request, response) -> {
          StringBuilder what = new StringBuilder(method + " " + path);
          for (String name : parameters) {
            what.append(' ').append(request.pathParameter(name).value());
          }
          handled.add(what.toString());
          response.send(what.toString());
        });
  }

  private FakeResponse ask(String method, String target) {
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher.answer(new FakeCall(method, target), response)).isTrue();
    return response;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /v1/users/ann | GET /v1/users/{user} ann",
        "GET | /v1/user?id=ann | GET /v1/users/{user} ann",
        "GET | /v1/user?id=active | GET /v1/users/{user} active",
        "GET | /v1/users/active | GET /v1/users/active",
        "GET | /v1/users/active/ratings | GET /v1/users/{user}/ratings active",
        "GET | /v1/user/ratings?id=a%2F..%2Fb&n=1 | GET /v1/users/{user}/ratings a/../b",
        "DELETE | /v1/user?id=victim%2Fratings%2FPlain"
            + " | DELETE /v1/users/{user} victim/ratings/Plain",
        "DELETE | /v1/user/ratings?id=..&item=a;b | DELETE /v1/users/{user}/ratings/{item} .. a;b",
        "DELETE | /v1/users/u/ratings/m%2B1 | DELETE /v1/users/{user}/ratings/{item} u m+1",
        "GET | /v1/item/similar?id=latest | GET /v1/items/{item}/similar latest",
        "DELETE | /v1/admin/models/7 | DELETE /v1/admin/models/{generation} 7",
        "HEAD | /v1/users/ann | GET /v1/users/{user} ann"
      })
  void shouldFindTheEndpointByPathOrByQuery(String method, String target, String expected) {
    assertThat(ask(method, target).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/victim%2Fratings%2FPlain",
        "/v1/users/victim/ratings/..",
        "/v1/users/victim/ratings//",
        "/v1/users/victim;x=1",
        "/v1/users/active/../victim",
        "/v1/user?id=a&id=b",
        "/v1/user/ratings?id=a",
        "/v1/user/ratings?item=a",
        "/v1/user?user=victim",
        "/v1/user"
      })
  void shouldTouchNothingWhereItIsNotClearWhat(String target) {
    FakeResponse response = ask("DELETE", target);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.json().get("status").asInt()).isEqualTo(400);
    assertThat(handled).isEmpty();
  }

  @Test
  void shouldNeverTakeAWordOfTheApiForAnId() {
    FakeResponse response = ask("DELETE", "/v1/users/active");
    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(response.json().get("detail").asText()).contains("/v1/user?id=");
    assertThat(handled).isEmpty();
  }

  @Test
  void shouldKeepTheCertificateOfARequestWhoseBodyWasRead() {
    Route held =
        new Route(
            Method.POST,
            "/held",
            (request, response) ->
                response.send(request.holding(new byte[] {1}).certificate().orElse("none")));
    for (String subject : List.of("CN=eddy-1", "CN=eddy-2")) {
      FakeResponse response = new FakeResponse();
      FakeCall call = new FakeCall("POST", "/held").certified(subject);
      assertThat(new Dispatcher(List.of(held)).answer(call, response)).isTrue();
      assertThat(response.text()).isEqualTo(subject);
    }
  }

  @Test
  void shouldTellWhatAPathAllows() {
    FakeResponse options = ask("OPTIONS", "/v1/users/ann");
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
    assertThat(ask("OPTIONS", "*").status()).isEqualTo(204);
    assertThat(ask("PATCH", "/v1/users/ann").status()).isEqualTo(405);
    assertThat(ask("get", "/v1/users/ann").status()).as("methods are in capitals").isEqualTo(405);
    assertThat(handled).isEmpty();
  }

  @Test
  void shouldLeaveOtherPathsToFiles() {
    assertThat(dispatcher.answer(new FakeCall("GET", "/index.html"), new FakeResponse())).isFalse();
    assertThat(dispatcher.answer(new FakeCall("GET", "/v1/users/"), new FakeResponse())).isFalse();
    assertThat(ask("GET", "/console/../secret").status()).isEqualTo(400);
  }

  @Test
  void shouldTellNobodyWhatFailedInside() {
    FakeResponse response = ask("GET", "/fails");
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.text()).doesNotContain("secret").contains("is in the log");
  }

  @Test
  void shouldRefuseTwoForTheSamePath() {
    List<Route> same = List.of(route(Method.GET, "/v1/items"), route(Method.GET, "/v1/items"));
    assertThatThrownBy(() -> new Dispatcher(same))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /v1/items");
  }
}
