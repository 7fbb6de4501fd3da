package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eddy.choice.Rank;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints without a socket and without Kafka.
class EndpointsTest {

  private static final String TOKEN = "only.for-operators_1";
  private static final String ODD = URLEncoder.encode(FakeBackend.ODD_ITEM, StandardCharsets.UTF_8);

  private final FakeBackend backend = new FakeBackend(new Random(7));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PeerClient peers = new PeerClient(backend.index(), registry);
  private final Dispatcher dispatcher = dispatcher(64);
  private boolean stopping;

  private Dispatcher dispatcher(int maxConcurrent) {
    ServeSettings settings =
        new ServeSettings(
            "127.0.0.1",
            0,
            "",
            List.of(),
            0,
            maxConcurrent,
            0,
            Rank.RATING,
            new Brakes(0, 0, 0),
            TOKEN);
    return new Dispatcher(HttpServer.routes(settings, backend, peers, registry, () -> stopping));
  }

  @AfterEach
  void close() {
    peers.close();
  }

  private FakeResponse ask(FakeCall call) {
    FakeResponse response = new FakeResponse();
    assertThat(dispatcher.answer(call, response)).isTrue();
    return response;
  }

  private FakeResponse get(String target) {
    return ask(new FakeCall("GET", target));
  }

  private JsonNode ok(FakeResponse response) {
    assertThat(response.status()).as(response.text()).isBetween(200, 202);
    return response.json();
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(entry -> (entry.has("item") ? entry.get("item") : entry).get("itemId").asText())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/users/u1/recommendations?n=5 | /v1/user/recommendations?id=u1&n=5",
        "/v1/users/u1/estimates?items=m1,m2 | /v1/user/estimates?id=u1&items=m1&items=m2",
        "/v1/users/u1/because/m1?n=3 | /v1/user/because?n=3&item=m1&id=u1",
        "/v1/users/u1/surprises | /v1/user/surprises?id=u1",
        "/v1/users/u1 | /v1/user?id=u1",
        "/v1/users/u1/similar | /v1/user/similar?id=u1",
        "/v1/users/u1/ratings | /v1/user/ratings?id=u1",
        "/v1/items/m1 | /v1/item?id=m1",
        "/v1/items/m1/similar?by=taste | /v1/item/similar?id=m1&by=taste"
      })
  void shouldAnswerTheSameByPathAndByQuery(String path, String query) {
    JsonNode byPath = ok(get(path));
    assertThat(ok(get(query))).isEqualTo(byPath);
  }

  @Test
  void shouldWriteWhatIsNamedAndNothingElse() {
    ok(ask(new FakeCall("PUT", "/v1/user/ratings?id=..&item=" + ODD).json("{\"rating\":4}")));
    ok(ask(new FakeCall("DELETE", "/v1/user/ratings?id=a%2Fb&item=popular")));
    ok(ask(new FakeCall("DELETE", "/v1/user?id=victim%2Fratings%2FPlain")));
    ok(ask(new FakeCall("PUT", "/v1/user?id=active").json("{\"age\":3}")));
    ok(ask(new FakeCall("DELETE", "/v1/item?id=latest")));
    ok(ask(new FakeCall("PUT", "/v1/items/100%25").json("{\"year\":1999}")));
    assertThat(backend.written)
        .containsExactly(
            "rate .. " + FakeBackend.ODD_ITEM,
            "withdraw a/b popular",
            "forget victim/ratings/Plain",
            "user active {\"age\":3,\"userId\":\"active\"}",
            "item latest",
            "item 100% {\"year\":1999,\"itemId\":\"100%\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/users/victim%2Fratings%2FPlain, 400",
    "DELETE, /v1/users/victim/ratings/.., 400",
    "DELETE, /v1/users/victim;a=b, 400",
    "DELETE, /v1/users//victim, 400",
    "DELETE, /v1/users/active, 405",
    "DELETE, /v1/items/popular, 405",
    "DELETE, /v1/user, 400",
    "DELETE, /v1/user?id=, 400",
    "DELETE, /v1/user?id=a&id=b, 400",
    "DELETE, /v1/user?id=%ff, 400",
    "DELETE, /v1/user?id=a&item=b, 400",
    "DELETE, /v1/user/ratings?id=a, 400",
    "DELETE, /v1/users/a?id=b, 400",
    "DELETE, /v1/item?user=a, 400",
    "DELETE, /v1/user?id=%00a, 400"
  })
  void shouldWriteNothingWhereItIsNotClearWhat(String method, String target, int status) {
    FakeResponse response = ask(new FakeCall(method, target));
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldShowNoRatingWhereNothingIsRated() {
    backend.play(20, "m5", "m6", "m7");
    FakeResponse byRating = get("/v1/users/newcomer/recommendations?rank=rating");
    assertThat(byRating.status()).isEqualTo(409);
    assertThat(byRating.json().get("detail").asText()).contains("rank=choice");
    JsonNode byChoice = ok(get("/v1/users/newcomer/recommendations?rank=choice&n=3"));
    assertThat(ids(byChoice)).containsExactlyInAnyOrder("m5", "m6", "m7");
    assertThat(byChoice.get("items").get(0).has("rating")).isFalse();
  }

  @Test
  void shouldFindWhatIsPopularAndSimilarWithoutRatings() {
    backend.play(20, "m3", "m4");
    backend.play(9, "m8");
    assertThat(ids(ok(get("/v1/items/popular?n=2")))).containsExactlyInAnyOrder("m3", "m4");
    assertThat(ids(ok(get("/v1/items/popular?n=3")))).contains("m8");
    assertThat(ids(ok(get("/v1/item/similar?id=m3")))).containsExactly("m4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"average", "least-misery"})
  void shouldListForAGroupByChances(String strategy) {
    backend.play(20, "m3", "m4");
    backend.play(9, "m8");
    JsonNode answer =
        ok(
            ask(
                new FakeCall("POST", "/v1/users/recommendations?rank=choice&n=100&seen=true")
                    .json("{\"users\":[\"ann\",\"bob\"],\"strategy\":\"" + strategy + "\"}")));
    assertThat(answer.get("rank").asText()).isEqualTo("choice");
    assertThat(ids(answer).subList(0, 3)).containsExactlyInAnyOrder("m3", "m4", "m8");
    double chances = 0;
    double last = 0;
    for (JsonNode entry : answer.get("items")) {
      double score = entry.get("score").asDouble();
      assertThat(score).isLessThanOrEqualTo(last);
      assertThat(entry.has("ratings")).as("nothing is rated").isFalse();
      chances += Math.exp(score);
      last = score;
    }
    assertThat(chances).as("of all items together").isCloseTo(1, within(1e-3));
    FakeResponse byRating =
        ask(
            new FakeCall("POST", "/v1/users/recommendations?rank=rating")
                .json("{\"users\":[\"ann\"]}"));
    assertThat(byRating.status()).isEqualTo(409);
  }

  @Test
  void shouldListForASessionOfEvents() {
    backend.play(20, "m3", "m4");
    backend.play(30, "m8");
    JsonNode answer =
        ok(
            ask(
                new FakeCall("POST", "/v1/recommendations?rank=choice&n=5")
                    .json(
                        """
                        {"events": [{"itemId": "nobody knows", "kind": "view"},
                                    {"itemId": "m3", "kind": "play", "value": 2}]}\
                        """)));
    assertThat(answer.get("used").asInt()).isEqualTo(1);
    assertThat(ids(answer)).startsWith("m4").doesNotContain("m3");
    assertThat(answer.get("items").get(0).get("reason").get("itemId").asText()).isEqualTo("m3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | ratings must be an array",
        "{\"events\": []} | events must be an array with at least one entry",
        "{\"events\": [{\"itemId\": \"m3\"}]} | events[0]: kind must be a string",
        "{\"events\": [{\"itemId\": \"m3\", \"kind\": \"vue\"}]} | events[0]: kind is 'vue', did"
            + " you mean",
        "{\"events\": [{\"itemId\": \"m3\", \"kind\": \"view\", \"value\": -1}]} | events[0]: value"
            + " must be",
        "{\"events\": [{\"kind\": \"view\"}]} | events[0]: itemId must be a string",
        "{\"events\": [{\"itemId\": \"m3\", \"kind\": \"view\", \"rating\": 4}]} | unknown field"
            + " rating"
      })
  void shouldSayWhichEventOfASessionIsWrong(String body, String says) {
    FakeResponse response = ask(new FakeCall("POST", "/v1/recommendations").json(body));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().get("detail").asText()).contains(says);
  }

  @Test
  void shouldTakeIdsAndGenresWithCommas() {
    assertThat(ids(ok(get("/v1/users/u/recommendations?candidates=m3,m4&n=9"))))
        .containsExactlyInAnyOrder("m3", "m4");
    assertThat(ids(ok(get("/v1/users/u/recommendations?candidates=m3&candidates=" + ODD))))
        .containsExactlyInAnyOrder("m3", FakeBackend.ODD_ITEM);
    assertThat(ids(ok(get("/v1/users/u/recommendations?n=99&exclude=" + ODD))))
        .hasSize(11)
        .doesNotContain(FakeBackend.ODD_ITEM, "m1", "m2");
    assertThat(ids(ok(get("/v1/items?genre=drama%2C%20slow&n=99")))).hasSize(6);
    assertThat(ids(ok(get("/v1/items?genre=comedy,words&n=99")))).hasSize(8);
    assertThat(ids(ok(get("/v1/items?genre=comedy&genre=words&n=99")))).hasSize(8);
    assertThat(ids(ok(get("/v1/items?year=1980%2C1990&n=99")))).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n=0",
        "n=1001",
        "n=x",
        "n=",
        "n=1&n=2",
        "offset=-1",
        "offset=10001",
        "seen=maybe",
        "diversity=1.1",
        "diversity=NaN",
        "policy=best",
        "rank=best",
        "year=x",
        "year=19945",
        "min-count=-1",
        "after=soon",
        "m=1",
        "N=1"
      })
  void shouldNameTheParameterThatIsNotAsItMustBe(String parameter) {
    FakeResponse response = get("/v1/users/u/recommendations?" + parameter);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().get("parameter").asText()).isEqualTo(parameter.split("=", 2)[0]);
    assertThat(backend.served).isEmpty();
  }

  @Test
  void shouldNameWhatAMisspeltParameterCouldMean() {
    assertThat(get("/v1/user/ratings?id=u&ofset=1").json().get("detail").asText())
        .isEqualTo(
            "unknown parameter ofset, did you mean offset? Allowed are after, id, n, offset");
    assertThat(get("/v1/model?x=1").json().get("detail").asText()).endsWith("has none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""})
  void shouldTakeNoBodyThatAPageOfAnotherSiteCouldSend(String type) {
    for (String target :
        List.of(
            "PUT /v1/users/u",
            "PUT /v1/items/i",
            "PUT /v1/users/u/ratings/i",
            "POST /v1/ratings",
            "POST /v1/exposures",
            "PUT /v1/admin/brakes",
            "POST /v1/recommendations",
            "POST /v1/users/recommendations",
            "POST /v1/users/u/recommendations",
            "POST /v1/estimates")) {
      String[] parts = target.split(" ", 2);
      FakeResponse response =
          ask(
              new FakeCall(parts[0], parts[1])
                  .body(type, "{\"rating\":4}")
                  .with("Authorization", "Bearer " + TOKEN));
      assertThat(response.status()).as(target).isEqualTo(415);
      assertThat(response.text()).contains("application/json");
    }
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldTakeJsonHoweverItIsWritten() {
    ok(
        ask(
            new FakeCall("PUT", "/v1/users/u/ratings/i")
                .body("Application/JSON; charset=utf-8", "{\"rating\":4}")));
    JsonNode lines =
        ok(
            ask(
                new FakeCall("POST", "/v1/ratings")
                    .body("text/csv", "userId,itemId,rating\nu,m1,4\nu,m2,9\n")));
    assertThat(lines.get("accepted").asInt()).isEqualTo(1);
    assertThat(lines.at("/errors/0/line").asInt()).isEqualTo(3);
    assertThat(backend.written).containsExactly("rate u i", "rate u m1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "7",
        "{\"rating\":\"x\"}",
        "{\"rating\":9}",
        "{\"rating\":null}",
        "{\"rating\":4,\"userId\":\"other\"}",
        "{\"rating\":4} {}"
      })
  void shouldRefuseBodiesThatAreNoRating(String body) {
    FakeResponse response = ask(new FakeCall("PUT", "/v1/users/u/ratings/i").json(body));
    assertThat(response.status()).as(response.text()).isEqualTo(400);
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldRefuseBodiesThatAreTooLarge() {
    String large = "{\"title\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(ask(new FakeCall("PUT", "/v1/items/i").json(large)).status()).isEqualTo(413);
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldLogWhatWasServedButNotWhatWasOnlyLookedAt() {
    FakeCall call =
        new FakeCall("GET", "/v1/users/u/recommendations?n=3").with("X-Request-Id", "r1");
    JsonNode answer = ok(ask(call));
    assertThat(backend.served).hasSize(1);
    assertThat(backend.served.getFirst().requestId()).isEqualTo("r1");
    assertThat(backend.served.getFirst().items()).isEqualTo(ids(answer));
    ok(ask(new FakeCall("HEAD", "/v1/users/u/recommendations?n=3")));
    assertThat(backend.served).hasSize(1);
  }

  @Test
  void shouldTellNewcomersAndUnknownItemsApart() {
    assertThat(ok(get("/v1/users/" + FakeUsers.NEWCOMER)).get("known").asBoolean()).isFalse();
    JsonNode list = ok(get("/v1/users/" + FakeUsers.NEWCOMER + "/recommendations?n=99"));
    assertThat(list.get("coldStart").asBoolean()).isTrue();
    assertThat(ids(list)).hasSize(14);
    assertThat(get("/v1/items/never").status()).isEqualTo(404);
    assertThat(get("/v1/item?id=never").status()).isEqualTo(404);
    assertThat(get("/v1/users/u/because/never").status()).isEqualTo(404);
    assertThat(ok(get("/v1/users/u/estimates?items=never")).at("/items/0/known").asBoolean())
        .isFalse();
  }

  @Test
  void shouldOnlyWatchUntilTheModelIsLoaded() {
    backend.isReady = false;
    FakeResponse early = get("/v1/users/u");
    assertThat(early.status()).isEqualTo(503);
    assertThat(early.header("Retry-After")).isEqualTo("1");
    assertThat(early.text()).contains("25 %");
    assertThat(get("/health/ready").status()).isEqualTo(503);
    assertThat(get("/health/live").status()).isEqualTo(200);
    assertThat(get("/metrics").text()).isEqualTo("metric 1");
    ok(ask(new FakeCall("PUT", "/v1/users/u/ratings/i").json("{\"rating\":4}")));
  }

  @Test
  void shouldLetInOperatorsAlone() {
    for (String shown : List.of("", "Bearer no", "Basic " + TOKEN, TOKEN)) {
      FakeResponse refused =
          ask(new FakeCall("DELETE", "/v1/admin/models/7").with("Authorization", shown));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(get("/v1/%61dmin/models").status()).isEqualTo(401);
    assertThat(backend.written).isEmpty();
    ok(ask(new FakeCall("DELETE", "/v1/admin/models/7").with("Authorization", "bearer " + TOKEN)));
    assertThat(backend.written).containsExactly("delete generation 7");
  }

  @Test
  void shouldTellHowOftenListsHadWhatWasChosen() {
    JsonNode lists = ok(get("/v1/accuracy")).get("lists");
    assertThat(lists.get("n").asInt()).isEqualTo(4);
    assertThat(lists.get("hitAt10").asDouble()).isEqualTo(0.5);
    assertThat(lists.get("popularHitAt10").asDouble()).isEqualTo(0.25);
    assertThat(lists.get("recentHitAt10").asDouble()).isEqualTo(0.25);
    assertThat(lists.get("recentPopularHitAt10").asDouble()).isEqualTo(0.75);
    assertThat(lists.get("segments").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("warm", "new_user");
    assertThat(lists.at("/segments/warm/recentHitAt10").asDouble()).isEqualTo(0.25);
    assertThat(lists.at("/segments/new_user").toString()).isEqualTo("{\"n\":0}");
  }

  @Test
  void shouldSendEventsUntilNobodyWantsThem() {
    FakeResponse one = new FakeResponse(1);
    dispatcher.answer(new FakeCall("GET", "/v1/events"), one);
    assertThat(one.sentEvents()).hasSize(1);
    assertThat(one.sentEvents().getFirst()).startsWith("pulse {").contains("\"FAKE\"");
    stopping = true;
    FakeResponse none = new FakeResponse(1);
    dispatcher.answer(new FakeCall("GET", "/v1/events"), none);
    assertThat(none.sentEvents()).isEmpty();
  }

  @Test
  void shouldTimeBothFormsOfAnEndpointTogether() {
    get("/v1/users/u");
    get("/v1/user?id=u");
    assertThat(
            registry
                .get("eddy.http.latency")
                .tag("endpoint", "GET /v1/users/{user}")
                .timer()
                .count())
        .isEqualTo(2);
  }

  /// Each path of a user or an item has a twin in `openapi.yaml`, which differs in nothing but
  /// where the ids are.
  @Test
  void shouldDocumentBothForms() throws Exception {
    JsonNode paths =
        new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile()).get("paths");
    List<String> twins = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      if (!path.getKey().matches("/v1/(users|items)/\\{.*")) {
        continue;
      }
      String twin =
          path.getKey().replaceAll("/\\{\\w+\\}", "").replaceFirst("^/v1/(user|item)s", "/v1/$1");
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        twins.add(method.getKey() + " " + twin);
        JsonNode other = paths.path(twin).path(method.getKey());
        assertThat(other.path("responses")).as(twin).isEqualTo(method.getValue().get("responses"));
        assertThat(other.path("requestBody")).isEqualTo(method.getValue().path("requestBody"));
        assertThat(withoutIds(other.path("parameters")))
            .isEqualTo(withoutIds(method.getValue().get("parameters")));
        FakeResponse options = ask(new FakeCall("OPTIONS", twin));
        assertThat(options.header("Allow").toLowerCase(java.util.Locale.ROOT))
            .contains(method.getKey());
      }
    }
    assertThat(twins).hasSize(16);
  }

  private static List<String> withoutIds(JsonNode parameters) {
    return StreamSupport.stream(parameters.spliterator(), false)
        .map(JsonNode::toString)
        .filter(text -> !text.matches(".*/(user|item|idOf(User|Item)|itemBesideUser)\".*"))
        .toList();
  }
}
