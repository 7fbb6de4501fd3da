package dev.eddy.serve.lists;

import static dev.eddy.serve.FakeApi.ids;
import static dev.eddy.serve.FakeApi.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.http.FakeCall;
import dev.eddy.serve.FakeApi;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.TwoTastes;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists and what explains them, in a world of two tastes.
class ListEndpointsTest {

  private static final String LIST = "/v1/users/u2/recommendations";
  private static final List<String> EVERYTHING =
      IntStream.range(0, TwoTastes.ITEMS).mapToObj(item -> "m" + item).toList();

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

  private static List<String> list(String parameters) {
    return ids(api.get(LIST + "?seen=true&" + parameters));
  }

  private static List<String> where(List<String> ids, IntPredicate accept) {
    return ids.stream().filter(id -> accept.test(number(id))).toList();
  }

  @Test
  void shouldFilterByGenreTagAndYear() {
    List<String> all = list("n=1000");
    assertThat(all).hasSize(TwoTastes.ITEMS - 1).as("m7 is hidden").doesNotContain("m7");
    assertThat(list("n=1000&genre=comedy")).isEqualTo(where(all, n -> n % 3 == 0));
    assertThat(list("n=1000&genre=comedy,war"))
        .isEqualTo(where(all, n -> n % 3 == 0 || n % 5 == 0));
    assertThat(list("n=1000&genre-all=Comedy,War&tag-none=classic"))
        .isEqualTo(where(all, n -> n % 15 == 0 && n % 4 != 0));
    assertThat(list("n=1000&tag=classic&genre-none=war"))
        .isEqualTo(where(all, n -> n % 4 == 0 && n % 5 != 0));
    assertThat(list("n=1000&year=1980-1989,2015-&year-none=1984"))
        .isEqualTo(where(all, n -> (n % 40 < 10 || n % 40 >= 35) && n % 40 != 4));
    assertThat(list("n=1000&year-none=0")).isEqualTo(all);
  }

  @Test
  void shouldPageAndTakeOrLeaveOutNamedItems() {
    List<String> all = list("n=1000");
    assertThat(list("n=5&offset=10")).isEqualTo(all.subList(10, 15));
    assertThat(list("n=5&offset=1000")).isEmpty();
    assertThat(list("candidates=m3,m4,nobody,m7&exclude=m3")).containsExactly("m4");
    assertThat(api.refused(400, LIST + "?n=9&offset=992&diversity=1")).contains("offset + n");
  }

  @Test
  void shouldLeaveOutWhatWasRatedUnlessItIsAskedFor() {
    List<String> unseen = ids(api.get(LIST + "?n=1000"));
    JsonNode rated = api.get("/v1/users/u2/ratings?n=1000");
    assertThat(rated.get("total").asInt()).isPositive();
    for (JsonNode rating : rated.get("ratings")) {
      assertThat(unseen).doesNotContain(rating.get("itemId").asText());
    }
    assertThat(unseen)
        .hasSizeGreaterThanOrEqualTo(TwoTastes.ITEMS - 1 - rated.get("total").asInt());
    assertThat(list("n=1000")).hasSizeGreaterThan(unseen.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"blend", "choice", "rating"})
  void shouldOrderByWhatIsAskedFor(String rank) {
    JsonNode list = api.get(LIST + "?n=10&rank=" + rank);
    assertThat(list.get("rank").asText()).isEqualTo(rank);
    assertThat(ids(list)).hasSize(10).doesNotHaveDuplicates();
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode entry : list.get("items")) {
      assertThat(entry.get("score").asDouble()).isLessThanOrEqualTo(before);
      assertThat(entry.get("rating").asDouble()).isBetween(0.5, 5.0);
      assertThat(entry.get("title").asText()).startsWith("Title ");
      before = entry.get("score").asDouble();
    }
  }

  @Test
  void shouldOrderByTasteWhatIsRankedByRating() {
    assertThat(where(list("n=8&rank=rating"), n -> n % 2 == 0)).hasSizeGreaterThanOrEqualTo(7);
    assertThat(
            where(
                ids(api.get("/v1/users/u3/recommendations?seen=true&n=8&rank=rating")),
                n -> n % 2 == 1))
        .hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void shouldMakeListsMoreDiverseOrByChance() {
    List<String> plain = list("n=10");
    List<String> diverse = list("n=10&diversity=0.9");
    assertThat(diverse.getFirst()).isEqualTo(plain.getFirst());
    assertThat(alike(diverse)).isLessThan(alike(plain));
    JsonNode popular = api.get(LIST + "?n=5&seen=true&policy=popular");
    assertThat(ids(popular)).isEqualTo(ids(api.get("/v1/items/popular?n=5")));
    assertThat(popular.at("/items/0/reason/kind").asText()).isEqualTo("popular");
    assertThat(popular.has("rank")).isFalse();
    Set<List<String>> random = new HashSet<>();
    for (int n = 0; n < 5; n++) {
      random.add(list("n=5&policy=random"));
    }
    assertThat(random).as("five lists by chance").hasSizeGreaterThan(1);
  }

  /// Counts pairs of the same taste.
  private static long alike(List<String> ids) {
    long even = where(ids, n -> n % 2 == 0).size();
    long odd = ids.size() - even;
    return even * (even - 1) + odd * (odd - 1);
  }

  @Test
  void shouldExplainAScoreByRatings() {
    JsonNode because = api.get("/v1/users/u2/because/m10?n=1000");
    double sum = 0;
    double liked = 0;
    double disliked = 0;
    for (JsonNode pull : because.get("ratings")) {
      sum += pull.get("pull").asDouble();
      if (number(pull.get("itemId").asText()) % 2 == 0) {
        liked += pull.get("pull").asDouble();
      } else {
        disliked += pull.get("pull").asDouble();
      }
    }
    double explained = because.get("explained").asDouble();
    assertThat(sum).isCloseTo(explained, within(0.01));
    assertThat(explained)
        .as("the ratings explain most of what was learned")
        .isCloseTo(
            because.get("score").asDouble() - because.get("startScore").asDouble(), within(0.5));
    assertThat(liked).as("pull of liked items of the same taste").isPositive();
    assertThat(liked).as("beside that of disliked items").isGreaterThan(disliked);
    assertThat(api.get("/v1/users/u2/because/m10?n=2").get("ratings")).hasSize(2);
    assertThat(api.refused(404, "/v1/users/u2/because/nobody-knows")).contains("nobody-knows");
  }

  @Test
  void shouldTellWhatSurprisedMostFirst() {
    JsonNode surprises = api.get("/v1/users/u2/surprises?n=1000").get("ratings");
    assertThat(surprises).hasSizeGreaterThan(10);
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode surprise : surprises) {
      double difference = Math.abs(surprise.get("difference").asDouble());
      assertThat(difference).isLessThanOrEqualTo(before);
      before = difference;
    }
    assertThat(api.get("/v1/users/u2/surprises?n=3").get("ratings")).hasSize(3);
  }

  @Test
  void shouldServeSomebodyWithoutAnAccountAsTheOneWhoRatedTheSame() {
    String ratings =
        StreamSupport.stream(
                api.get("/v1/users/u4/ratings?n=1000").get("ratings").spliterator(), false)
            .map(
                rating ->
                    "{\"itemId\":\"%s\",\"rating\":%s}"
                        .formatted(rating.get("itemId").asText(), rating.get("rating").asText()))
            .collect(Collectors.joining(",", "\"ratings\":[", "]"));
    int users = api.get("/v1/users?n=1000").get("total").asInt();
    double[] known =
        ratings(api.get("/v1/users/u4/estimates?items=" + String.join(",", EVERYTHING)));
    double[] stranger =
        ratings(
            api.ok(
                "POST",
                "/v1/estimates",
                "{%s,\"items\":[\"%s\"]}".formatted(ratings, String.join("\",\"", EVERYTHING))));
    assertThat(correlation(known, stranger)).as("of predictions").isGreaterThan(0.7);
    assertThat(
            where(
                ids(
                    api.ok(
                        "POST",
                        "/v1/recommendations?n=8&seen=true&rank=rating",
                        "{" + ratings + "}")),
                n -> n % 2 == 0))
        .hasSizeGreaterThanOrEqualTo(7);
    assertThat(api.get("/v1/users?n=1000").get("total").asInt())
        .as("nothing is kept of a stranger")
        .isEqualTo(users);
    assertThat(backend.written).isEmpty();
  }

  private static double[] ratings(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .mapToDouble(item -> item.get("rating").asDouble())
        .toArray();
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void shouldSayWhatOfAStrangerItUsed() {
    JsonNode unknown =
        api.ok(
            "POST", "/v1/recommendations", "{\"ratings\":[{\"itemId\":\"never\",\"rating\":5}]}");
    assertThat(unknown.get("used").asInt()).isZero();
    assertThat(
            api.refused(
                400,
                new FakeCall("POST", "/v1/recommendations")
                    .json("{\"ratings\":[{\"itemId\":\"m1\",\"rating\":7}]}")))
        .contains("ratings[0]");
  }

  @Test
  void shouldLetAContextWeighIn() {
    String target = "/v1/users/newcomer/recommendations?n=20&seen=true&rank=rating";
    int before = where(ids(api.get(target)), n -> n % 2 == 1).size();
    JsonNode answer =
        api.ok(
            "POST",
            target,
            """
            {"items":[{"itemId":"m1","weight":5},{"itemId":"m3","weight":5},\
            {"itemId":"m5","weight":5}]}\
            """);
    List<String> after = ids(answer);
    assertThat(where(after, n -> n % 2 == 1)).as("odd items").hasSizeGreaterThan(before);
    assertThat(after).doesNotContain("m1", "m3", "m5");
    assertThat(answer.get("coldStart").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"average", "least-misery"})
  void shouldMakeOneListForSeveral(String strategy) {
    JsonNode answer =
        api.ok(
            "POST",
            "/v1/users/recommendations?n=1000&seen=true&rank=rating",
            "{\"users\":[\"u2\",\"u3\",\"nobody\"],\"strategy\":\"%s\"}".formatted(strategy));
    assertThat(answer.get("coldStart").toString()).isEqualTo("[\"nobody\"]");
    assertThat(answer.get("items")).hasSize(TwoTastes.ITEMS - 1);
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode entry : answer.get("items")) {
      double[] ratings =
          StreamSupport.stream(entry.get("ratings").spliterator(), false)
              .mapToDouble(JsonNode::asDouble)
              .toArray();
      assertThat(ratings).hasSize(3);
      double expected =
          strategy.equals("average")
              ? Arrays.stream(ratings).average().orElseThrow()
              : Arrays.stream(ratings).min().orElseThrow();
      assertThat(entry.get("score").asDouble()).isCloseTo(expected, within(1e-3));
      assertThat(expected).isLessThanOrEqualTo(last + 1e-3);
      last = expected;
    }
  }

  @Test
  void shouldRefuseAGroupThatIsNone() {
    for (String users : List.of("[]", "[\"\\ud800\"]", "[7]", "\"u1\"")) {
      api.refused(
          400,
          new FakeCall("POST", "/v1/users/recommendations")
              .json("{\"users\":%s}".formatted(users)));
    }
    assertThat(
            api.refused(
                400,
                new FakeCall("POST", "/v1/users/recommendations")
                    .json("{\"users\":[\"u1\"],\"strategy\":\"best\"}")))
        .contains("strategy", "average", "least-misery");
  }

  @Test
  void shouldTakeAThousandIds() {
    String thousand =
        IntStream.range(0, 1_000)
            .mapToObj(n -> "nobody-knows-" + n)
            .collect(Collectors.joining(","));
    JsonNode estimates = api.get("/v1/users/u1/estimates?items=" + thousand).get("items");
    assertThat(estimates).hasSize(1_000);
    assertThat(list("candidates=m2," + thousand)).containsExactly("m2");
    api.refused(400, "/v1/users/u1/estimates?items=m1," + thousand);
  }

  private static double meanCount(JsonNode list) {
    return ids(list).stream()
        .mapToInt(id -> api.get("/v1/items/" + id).get("ratings").asInt())
        .average()
        .orElseThrow();
  }

  @Test
  void shouldBrakeTheLoopWhenTold() {
    String list = "/v1/users/u4/recommendations?n=20&seen=true&rank=rating";
    double popular = meanCount(api.get(list));
    try {
      JsonNode set = api.ok("PUT", "/v1/admin/brakes", "{\"popularityDiscount\":2}");
      assertThat(set.get("exploration").asDouble()).isZero();
      assertThat(meanCount(api.get(list))).isLessThan(popular - 1);
      assertThat(ids(api.get(list + "&diversity=0.2"))).hasSize(20).doesNotHaveDuplicates();
      api.ok("PUT", "/v1/admin/brakes", "{\"popularityDiscount\":0,\"exploration\":0.5}");
      int drawn = 0;
      for (int n = 0; n < 20; n++) {
        JsonNode explored = api.get(list + "&genre-none=War");
        assertThat(ids(explored)).hasSize(20).doesNotHaveDuplicates().doesNotContain("m7", "m10");
        for (JsonNode entry : explored.get("items")) {
          drawn += entry.at("/reason/kind").asText().equals("random") ? 1 : 0;
        }
      }
      assertThat(drawn).as("of 400, half are expected").isBetween(150, 250);
      assertThat(api.get("/v1/admin/brakes").get("exploration").asDouble()).isEqualTo(0.5);
      api.ok("PUT", "/v1/admin/brakes", "{\"exploration\":0,\"thompson\":1}");
      Set<List<String>> lists = new HashSet<>();
      Map<String, Double> scores = new HashMap<>();
      for (int n = 0; n < 10; n++) {
        JsonNode drawnFor = api.get(list);
        lists.add(ids(drawnFor));
        for (JsonNode entry : drawnFor.get("items")) { // what an item says of itself stays
          double score = entry.get("score").asDouble();
          assertThat(scores.merge(entry.get("itemId").asText(), score, (a, b) -> a))
              .isEqualTo(score);
        }
      }
      assertThat(lists).as("ten lists that are drawn").hasSizeGreaterThan(5);
    } finally {
      api.ok(
          "PUT", "/v1/admin/brakes", "{\"exploration\":0,\"thompson\":0,\"popularityDiscount\":0}");
    }
    assertThat(api.get(list).toString()).doesNotContain("\"random\"");
  }

  @Test
  void shouldRefuseExposuresThatAreNone() {
    FakeCall exposure = new FakeCall("POST", "/v1/exposures");
    assertThat(api.refused(400, exposure.json("{\"items\":[\"m1\"]}"))).contains("userId");
    assertThat(
            api.refused(
                400,
                exposure.json(
                    "{\"userId\":\"u1\",\"items\":[%s\"x\"]}".formatted("\"x\",".repeat(1000)))))
        .contains("items");
    assertThat(
            api.refused(
                400,
                exposure.json(
                    "{\"userId\":\"u1\",\"items\":[\"x\"],\"timestamp\":99999999999999}")))
        .contains("timestamp");
    assertThat(backend.written).isEmpty();
  }
}
