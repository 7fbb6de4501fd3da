package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eddy.choice.Rank;
import dev.eddy.http.Dispatcher;
import dev.eddy.http.FakeCall;
import dev.eddy.http.FakeResponse;
import dev.eddy.lists.Brakes;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.AccessSettings;
import dev.eddy.serve.access.TlsSettings;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.FakeUsers;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.items.BiasTracks;
import dev.eddy.serve.limit.Unhurried;
import dev.eddy.serve.peer.PeerClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints without a socket and without Kafka.
class EndpointsTest {

  private static final String ODD = URLEncoder.encode(FakeBackend.ODD_ITEM, StandardCharsets.UTF_8);

  private final FakeBackend backend = new FakeBackend(new Random(7));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PeerClient peers =
      new PeerClient(backend, Optional.empty(), Optional::empty, registry);
  private final BiasTracks tracks = new BiasTracks(backend);
  private final ApiServer.Routes routes = routes(Access.OPEN);
  private final Dispatcher dispatcher = new Dispatcher(routes.operations());
  private boolean stopping;

  private ApiServer.Routes routes(Access access) {
    ServeSettings settings =
        new ServeSettings(
            "127.0.0.1",
            0,
            0,
            "",
            List.of(),
            List.of(),
            0,
            0,
            Rank.RATING,
            Brakes.NONE,
            AccessSettings.NONE,
            TlsSettings.NONE,
            Unhurried.LIMITS);
    return ApiServer.routes(
        settings,
        Lineup.of(backend),
        List.of(new ServedModel(backend, peers, tracks)),
        access,
        registry,
        () -> stopping);
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
        "{\"events\": [{\"itemId\": \"m3\", \"kind\": \"vue\"}]} | events[0]: kind 'vue' is"
            + " unknown, did you mean",
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

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "{\"users\":[null]}", "{\"users\":3}", "x"})
  void shouldRefuseQuestionsOfInstancesThatAskNothing(String body) {
    FakeResponse refused = ask(new FakeCall("POST", "/internal/users").json(body));
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{}\n{}", "[]", "null", "3"})
  void shouldRefuseLinesThatNameNothing(String body) {
    FakeResponse refused =
        ask(new FakeCall("POST", "/v1/ratings").body("application/x-ndjson", body));
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
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
    assertThat(get("/v1/model?x=1").json().get("detail").asText()).endsWith("has no parameters");
  }

  private FakeResponse put(String json) {
    return ask(new FakeCall("PUT", "/v1/admin/brakes").json(json));
  }

  @Test
  void shouldMoveBrakesAndSayWhoMovedThem() {
    JsonNode moved = ok(put("{\"exploration\":0.1,\"influenceCap\":50,\"by\":\"ann\"}"));
    assertThat(moved.get("exploration").asDouble()).isEqualTo(0.1);
    assertThat(moved.get("influenceCap").isIntegralNumber()).isTrue();
    assertThat(backend.written).containsExactly("ann exploration set", "ann influence-cap set");

    JsonNode read = ok(get("/v1/admin/brakes"));
    JsonNode lever = read.get("levers").get(0);
    assertThat(lever.get("brake").asText()).isEqualTo("exploration");
    assertThat(lever.get("heldBy").asText()).isEqualTo("operator");
    assertThat(lever.get("last").get("who").asText()).isEqualTo("ann");
    assertThat(lever.get("last").get("from").asDouble()).isZero();
    assertThat(read.get("changes")).hasSize(2);

    JsonNode governed = ok(get("/v1/drift")).get("governor");
    assertThat(governed.get("mode").asText()).isEqualTo("advise");
    assertThat(governed.get("limits").get("exploration").asDouble()).isEqualTo(0.1);
    assertThat(governed.toString()).as("for all to see").doesNotContain("ann");
    assertThat(governed.get("changes").get(0).get("who").asText()).isEqualTo("operator");

    JsonNode released = ok(put("{\"exploration\":null}"));
    assertThat(released.get("exploration").asDouble()).isZero();
    assertThat(released.get("levers").get(0).get("heldBy").asText()).isEqualTo("setting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"exploration\":0.6} | exploration must be a number between 0.0 and 0.5",
        "{\"calibration\":\"1\"} | calibration must be a number between 0.0 and 1.0",
        "{\"influenceCap\":1.5} | learning.influence-cap is 1.5, but must be a whole number",
        "{\"explore\":0.1} | unknown field explore, did you mean exploration?",
        "{\"thompson\":1,\"propensityWeights\":1} | one of them must be 0",
        "{\"thompson\":1,\"by\":\"a\\nb\"} | by must be a name of 1 to 100 letters",
        "{\"thompson\":1,\"by\":\"governor\"} | other than governor"
      })
  void shouldRefuseBrakesThatAreNoneAndMoveNothing(String json, String why) {
    FakeResponse response = put(json);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().get("detail").asText()).contains(why);
    assertThat(backend.written).isEmpty();
  }

  @Test
  void shouldLetOneBrakeTakeThePlaceOfAnotherThatItWorksAgainst() {
    ok(put("{\"propensityWeights\":3}"));
    JsonNode moved = ok(put("{\"propensityWeights\":0,\"thompson\":1}"));
    assertThat(moved.get("thompson").asDouble()).isOne();
  }

  @Test
  void shouldListByTheBrakesInForceAndLogHowLikelyTheListWas() {
    String list = "/v1/users/u1/recommendations?n=12";
    List<String> usual = ids(ok(get(list)));
    assertThat(backend.served.getLast().propensities()).containsOnly(1.0);
    String shown = "m4"; // seven times
    ok(put("{\"impressionDiscount\":5}"));
    List<String> sunk = ids(ok(get(list)));
    assertThat(sunk.indexOf(shown)).isGreaterThan(usual.indexOf(shown));
    ok(put("{\"impressionDiscount\":null,\"exploration\":0.5}"));
    JsonNode explored = ok(get(list));
    assertThat(backend.served.getLast().propensities())
        .containsExactlyElementsOf(
            StreamSupport.stream(explored.get("items").spliterator(), false)
                .map(item -> item.get("propensity").asDouble())
                .toList())
        .allMatch(propensity -> propensity > 0 && propensity <= 1);
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
            "POST /internal/users",
            "POST /v1/recommendations",
            "POST /v1/users/recommendations",
            "POST /v1/users/u/recommendations",
            "POST /v1/estimates")) {
      String[] parts = target.split(" ", 2);
      FakeResponse response = ask(new FakeCall(parts[0], parts[1]).body(type, "{\"rating\":4}"));
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
  void shouldDeleteNoGenerationWhereNobodyIsKnown() {
    FakeResponse refused = ask(new FakeCall("DELETE", "/v1/admin/models/7"));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(refused.text()).contains("serve.tokens-file");
    assertThat(backend.written).isEmpty();
    ok(get("/v1/admin/models"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health/live",
    "GET, /health/ready",
    "GET, /metrics",
    "GET, /v1/topology",
    "GET, /v1/admin/models",
    "PUT, /v1/admin/brakes",
    "DELETE, /v1/admin/models/7",
    "GET, /v1/admin/snapshots",
    "POST, /internal/users",
    "GET, /internal/users",
    "GET, /internal/users/nearest",
    "OPTIONS, /internal/users",
    "GET, /v1/%61dmin/models"
  })
  void shouldKnowNothingOfOperationsOnThePortOfApplications(String method, String target) {
    Dispatcher applications = new Dispatcher(routes.applications());
    assertThat(applications.answer(new FakeCall(method, target), new FakeResponse())).isFalse();
    assertThat(dispatcher.answer(new FakeCall(method, target), new FakeResponse())).isTrue();
  }

  @Test
  void shouldTagWhatAnswersOnTheOperationsPortAlone() throws Exception {
    JsonNode paths =
        new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile()).get("paths");
    Dispatcher applications = new Dispatcher(routes.applications());
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      String target = path.getKey().replaceAll("\\{\\w+\\}", "1");
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        boolean isTagged = method.getValue().at("/tags/0").asText().equals("operations");
        assertThat(applications.answer(new FakeCall("OPTIONS", target), new FakeResponse()))
            .as(method.getKey() + " " + target)
            .isNotEqualTo(isTagged);
      }
    }
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
  void shouldTellWatchersWhatIsLearnedAndWhatChanges() {
    backend.recent.add("u1", "m1", "", 4, 3.5, 1_000, 2_000, 2_007);
    backend.recent.add("u2", "m2", "play", Double.NaN, Double.NaN, 1_000, 2_000, 2_009);
    FakeResponse response = new FakeResponse(4);
    dispatcher.answer(new FakeCall("GET", "/v1/events?tail=5&user=u1&item=m1"), response);
    List<String> events = response.sentEvents();
    assertThat(events.get(0)).startsWith("pulse ").contains("\"delayMs\":9");
    assertThat(events.get(1))
        .startsWith("learned ")
        .contains("\"title\":\"Title m1\",\"rating\":4.0,\"predicted\":3.5")
        .contains("\"kind\":\"play\",\"timeMs\"");
    assertThat(events.get(2))
        .startsWith("user ")
        .contains("\"ratings\":2")
        .contains("\"offset\":2000");
    assertThat(events.get(3))
        .startsWith("item ")
        .contains("\"itemId\":\"m1\"")
        .contains("\"bias\"");
    assertThat(get("/v1/events?tail=51").status()).isEqualTo(400);
    assertThat(get("/v1/events?user=").status()).isEqualTo(400);
  }

  @Test
  void shouldFindItemsByTheWordsOfTheirTitlesTheBestFitFirst() {
    JsonNode found = ok(get("/v1/items?q=M1%20t%C3%AFtle"));
    assertThat(ids(found)).containsExactly("m1", "m10", "m11");
    assertThat(ids(ok(get("/v1/items?q=m1&sort=title")))).containsExactly("m1", "m10", "m11");
    assertThat(ok(get("/v1/items?q=m1%20comedy")).get("total").asInt()).isZero();
  }

  @Test
  void shouldFindUsersByAPartOfTheirId() {
    assertThat(ok(get("/v1/users?q=ct")).at("/users/0/userId").asText()).isEqualTo("active");
    assertThat(ok(get("/v1/users?q=nobody")).get("total").asInt()).isZero();
  }

  @Test
  void shouldTellHowAnItemWasRated() {
    JsonNode answer = ok(get("/v1/items/m1/ratings"));
    assertThat(answer.get("raters").asInt()).isEqualTo(9);
    assertThat(answer.get("distribution").toString())
        .isEqualTo("[{\"rating\":2.0,\"times\":3},{\"rating\":4.0,\"times\":6}]");
    assertThat(answer.get("groups")).as("that of 4 raters is left out").hasSize(1);
    assertThat(answer.at("/groups/0/raters").asInt()).isEqualTo(5);
    assertThat(answer.at("/groups/0/mean").asDouble()).isEqualTo(3.2, within(0.001));
    assertThat(get("/v1/items/never/ratings").status()).isEqualTo(404);
  }

  @Test
  void shouldTellHowTheBiasOfAnItemMoved() {
    assertThat(ok(get("/v1/items/m1/track")).get("points")).isEmpty();
    tracks.note(5_000);
    assertThat(ok(get("/v1/item/track?id=m1")).at("/points/0/timeMs").asLong()).isEqualTo(5_000);
    assertThat(get("/v1/items/never/track").status()).isEqualTo(404);
  }

  @Test
  void shouldTellOperatorsWhoLearnsWhat() {
    JsonNode answer = ok(get("/v1/admin/instances"));
    assertThat(answer.at("/cluster/members/1/learns/0").asInt()).isEqualTo(1);
    assertThat(answer.at("/cluster/learned/0/offset").asInt()).isEqualTo(99);
    assertThat(answer.at("/cluster/restores/0/all").asInt()).isEqualTo(4);
  }

  @Test
  void shouldNotLogWhatIsOnlyLookedAt() {
    ok(get("/v1/users/u/recommendations?n=3&log=false"));
    assertThat(backend.served).isEmpty();
    assertThat(get("/v1/users/u/recommendations?log=maybe").status()).isEqualTo(400);
  }

  @Test
  void shouldTimeBothFormsOfAnEndpointTogether() {
    get("/v1/users/u");
    get("/v1/user?id=u");
    assertThat(
            registry
                .get("eddy.http.request.duration")
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
    assertThat(twins).hasSize(18);
  }

  private static List<String> withoutIds(JsonNode parameters) {
    return StreamSupport.stream(parameters.spliterator(), false)
        .map(JsonNode::toString)
        .filter(text -> !text.matches(".*/(user|item|idOf(User|Item)|itemBesideUser)\".*"))
        .toList();
  }
}
