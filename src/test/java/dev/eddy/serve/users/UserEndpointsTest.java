package dev.eddy.serve.users;

import static dev.eddy.serve.FakeApi.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.http.FakeCall;
import dev.eddy.serve.FakeApi;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.TwoTastes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Users and their ratings, in a world of two tastes.
class UserEndpointsTest {

  private static FakeBackend backend;
  private static FakeApi api;

  @BeforeAll
  static void start() throws IOException {
    backend = TwoTastes.learned();
    api = new FakeApi(backend);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void forgetWhatWasWritten() {
    backend.written.clear();
  }

  @Test
  void shouldPageThroughAllUsersOnce() {
    Set<String> seen = new HashSet<>();
    for (int offset = 0; offset < TwoTastes.USERS; offset += 7) {
      JsonNode page = api.get("/v1/users?n=7&offset=" + offset);
      assertThat(page.get("total").asInt()).isEqualTo(TwoTastes.USERS);
      for (JsonNode user : page.get("users")) {
        assertThat(seen.add(user.get("userId").asText())).isTrue();
      }
    }
    assertThat(seen).hasSize(TwoTastes.USERS).contains("u0", "u59");
  }

  @Test
  void shouldNameTheBusiestFirst() {
    int last = Integer.MAX_VALUE;
    for (JsonNode user : api.get("/v1/users/active?n=1000").get("users")) {
      assertThat(user.get("ratings").asInt()).isLessThanOrEqualTo(last);
      last = user.get("ratings").asInt();
    }
    assertThat(api.get("/v1/users/active?n=3").get("users")).hasSize(3);
  }

  @Test
  void shouldFindUsersOfTheSameTaste() {
    JsonNode users = api.get("/v1/users/u2/similar?n=8").get("users");
    assertThat(users).hasSize(8);
    assertThat(
            StreamSupport.stream(users.spliterator(), false)
                .filter(user -> number(user.get("userId").asText()) % 2 == 0)
                .count())
        .isGreaterThan(6);
    assertThat(users.findValuesAsText("userId")).doesNotContain("u2");
  }

  @Test
  void shouldTellOfOneUserAndTheRatingsInPages() {
    JsonNode user = api.get("/v1/users/u2");
    assertThat(user.get("known").asBoolean()).isTrue();
    int ratings = user.get("ratings").asInt();
    JsonNode first = api.get("/v1/users/u2/ratings?n=5");
    assertThat(first.get("total").asInt()).isEqualTo(ratings);
    assertThat(first.get("ratings")).hasSize(5);
    JsonNode all = api.get("/v1/users/u2/ratings?n=1000");
    assertThat(all.get("ratings")).hasSize(ratings);
    assertThat(api.get("/v1/users/u2/ratings?n=5&offset=5").get("ratings").get(0))
        .isEqualTo(all.get("ratings").get(5));
    assertThat(api.get("/v1/users/u2/ratings?offset=" + ratings).get("ratings")).isEmpty();
  }

  @Test
  void shouldCrossUsersWithItems() {
    JsonNode table = api.get("/v1/crosstab?users=u1,nobody&items=m1,m2,never");
    assertThat(table.get("users")).hasSize(2);
    assertThat(table.at("/users/1/ratings").toString()).isEqualTo("[null,null,null]");
    assertThat(api.get("/v1/crosstab?n=6").get("users")).hasSize(6);
    assertThat(api.send(new FakeCall("GET", "/v1/crosstab?users=u1&items=never&format=csv")).text())
        .isEqualTo("user,never\nu1,\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soon | what a write returned",
        "0:x | what a write returned",
        "0 | what a write returned"
      })
  void shouldRefuseTokensThatNoWriteReturned(String after, String says) {
    assertThat(api.refused(400, "/v1/users/u1?after=" + after)).contains(says);
  }

  @Test
  void shouldNameTheBadLinesOfMany() {
    JsonNode lines =
        api.ok(
            new FakeCall("POST", "/v1/ratings")
                .body(
                    "application/x-ndjson",
                    """
                    {"userId":"bulk","itemId":"m1","rating":4}

                    {"userId":"bulk","itemId":"m2","rating":9}
                    {"userId":"bulk","itemId":"m3
                    7
                    {"userId":"bulk","itemId":"m4","rating":3}\
                    """));
    assertThat(lines.get("accepted").asInt()).isEqualTo(2);
    assertThat(lines.get("rejected").asInt()).isEqualTo(3);
    assertThat(lines.get("errors").findValuesAsText("line")).containsExactly("3", "4", "5");
    assertThat(backend.written).containsExactly("rate bulk m1", "rate bulk m4");
  }

  @Test
  void shouldNameTheBadLinesOfATable() {
    JsonNode rows =
        api.ok(
            new FakeCall("POST", "/v1/ratings")
                .body(
                    "text/csv",
                    """
                    itemId,userId,rating,timestamp
                    m5,bulk,3.5,1700000000000
                    "m6",bulk,great,1700000000000
                    m6,bulk,4,1700000000000,stray
                    m6,bulk

                    m1,bulk,,
                    """));
    assertThat(rows.get("accepted").asInt()).as(rows.toString()).isEqualTo(2);
    assertThat(rows.get("errors").findValuesAsText("line")).containsExactly("3", "4", "5");
    assertThat(backend.written).containsExactly("rate bulk m5", "withdraw bulk m1");
  }

  @Test
  void shouldRefuseManyThatAreNoneOrTooMany() {
    FakeCall many = new FakeCall("POST", "/v1/ratings");
    api.refused(400, many.body("text/csv", "userId,itemId\n"));
    api.refused(400, many.body("application/x-ndjson", "\n\n"));
    api.refused(413, many.json("[" + " ".repeat(5 << 20) + "]"));
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldWriteManyInTheOrderThatTheyCameIn() {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < 12_000; n++) {
      lines.append("{\"userId\":\"m%d\",\"itemId\":\"m1\",\"rating\":4}\n".formatted(n));
    }
    JsonNode answer =
        api.ok(new FakeCall("POST", "/v1/ratings").body("application/x-ndjson", lines.toString()));
    assertThat(answer.get("accepted").asInt()).isEqualTo(12_000);
    assertThat(backend.written).hasSize(12_000).startsWith("rate m0 m1").endsWith("rate m11999 m1");
  }

  @Test
  void shouldSayThatTheIdIsInThePath() {
    assertThat(api.refused(400, new FakeCall("PUT", "/v1/users/a").json("{\"userId\":\"b\"}")))
        .contains("in the path");
    assertThat(backend.written).isEmpty();
  }
}
