package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every endpoint of a running Eddy, in a world of two tastes: users with an even number like
/// items with an even number, and the same with odd ones.
class QueriesIT {

  private static final int USERS = 60;
  private static final int ITEMS = 80;
  private static final int RATINGS = 3_000;
  private static final String TOKEN = "only.for-operators_1";
  private static final List<String> STRATEGIES = List.of("average", "least-misery");

  @TempDir static Path folder;

  private static EmbeddedKafka kafka;
  private static RunningEddy eddy;
  private static OpenApi document;
  private static int standing;

  @BeforeAll
  static void start() throws Exception {
    document = new OpenApi();
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    eddy =
        RunningEddy.start(
            kafka.bootstrapServers(),
            folder.resolve("state"),
            Map.of("serve.cors-origins", "https://shop.example", "serve.admin-token", TOKEN));
    EventPublisher publisher = eddy.publisher();
    for (int item = 0; item < ITEMS; item++) {
      publisher.publish(
          new CatalogItem(
              "m" + item,
              "Title " + item,
              List.of(item % 3 == 0 ? "Comedy" : "Drama", item % 5 == 0 ? "War" : "Peace"),
              1980 + item % 40,
              item % 4 == 0 ? List.of("classic") : List.of(),
              item == 7));
    }
    SplittableRandom random = new SplittableRandom(3);
    Set<String> rated = new HashSet<>();
    for (int n = 0; n < RATINGS; n++) {
      int user = random.nextInt(USERS);
      int item = random.nextInt(ITEMS);
      rated.add(user + " " + item);
      double liking = (user + item) % 2 == 0 ? 1.3 : -1.3;
      double rating = Math.clamp(3 + liking + random.nextGaussian() / 3, 0.5, 5);
      publisher.publish(
          Rating.of("u" + user, "m" + item, Math.rint(rating * 2) / 2, 1_000_000L + n));
    }
    publisher.flush();
    standing = rated.size();
    eddy.awaitSums(standing);
    await().atMost(RunningEddy.LIMIT).until(() -> eddy.get("/v1/map").get("items").size() > 10);
  }

  @AfterAll
  static void stop() {
    eddy.close();
    kafka.close();
  }

  private static HttpResponse<String> send(String method, String target, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(eddy.uri(target));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (target.startsWith("/v1/admin/")) {
      request.header("Authorization", "bearer " + TOKEN); // schemes may be written as one likes
    }
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<String> response = eddy.send(request);
    document.check(document.operation(method, target), response);
    return response;
  }

  private static JsonNode ok(String method, String target, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(method, target, body == null ? null : "application/json", body);
    assertThat(response.statusCode()).as(target + " " + response.body()).isBetween(200, 202);
    return new JsonMapper().readTree(response.body());
  }

  private static JsonNode get(String target) throws IOException, InterruptedException {
    return ok("GET", target, null);
  }

  private static String refused(int status, String method, String target, String type, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, target, type, body);
    assertThat(response.statusCode()).as(target + " " + response.body()).isEqualTo(status);
    return response.body();
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(entry -> (entry.has("item") ? entry.get("item") : entry).get("itemId").asText())
        .toList();
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  @Test
  void shouldHaveADocumentWithoutMistakes() {
    SwaggerParseResult parsed =
        new OpenAPIV3Parser().readLocation(OpenApi.FILE.toString(), null, new ParseOptions());
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(25);
  }

  @Test
  void shouldServeWhatTheDocumentNamesAndNothingElse() throws Exception {
    Set<String> served = new TreeSet<>();
    Matcher timers =
        Pattern.compile("eddy_http_latency_seconds_count\\{endpoint=\"([^\"]+)\"")
            .matcher(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body());
    while (timers.find()) {
      if (!timers.group(1).contains(" /internal/")) {
        served.add(timers.group(1));
      }
    }
    Set<String> named = new TreeSet<>();
    document.operations().stream()
        .filter(operation -> !operation.isByQuery())
        .forEach(operation -> named.add(operation.toString()));
    assertThat(served).isEqualTo(named);
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/openapi.yaml"))).body())
        .isEqualTo(Files.readString(OpenApi.FILE));
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/api.html"))).body())
        .contains("swagger-ui");
  }

  static Stream<OpenApi.Operation> operations() throws IOException {
    return new OpenApi().operations().stream();
  }

  private static String target(OpenApi.Operation operation) {
    String path =
        operation
            .path()
            .replace("{user}", "u1")
            .replace("{item}", "m1")
            .replace("{generation}", "7");
    List<String> required = new ArrayList<>();
    for (JsonNode parameter : document.parameters(operation)) {
      if (parameter.get("in").asText().equals("query") && parameter.path("required").asBoolean()) {
        required.add(parameter.get("name").asText() + "=m1");
      }
    }
    return path + (required.isEmpty() ? "" : "?" + String.join("&", required));
  }

  private static String with(String target, String name, String value) {
    return target
        + (target.contains("?") ? "&" : "?")
        + name
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2C", ",");
  }

  /// Values that the schema of a parameter allows, and such that it does not.
  private static void valuesOf(JsonNode schema, List<String> good, List<String> bad) {
    JsonNode type = document.resolved(schema);
    if (type.has("enum")) {
      type.get("enum").forEach(value -> good.add(value.asText()));
      bad.add("something-else");
      return;
    }
    switch (type.get("type").asText()) {
      case "integer" -> {
        bad.addAll(List.of("x", "1.5", ""));
        if (type.has("minimum")) {
          good.add(type.get("minimum").asText());
          bad.add("" + (type.get("minimum").asLong() - 1));
        }
        if (type.has("maximum")) {
          good.add(type.get("maximum").asText());
          bad.add("" + (type.get("maximum").asLong() + 1));
        }
      }
      case "number" -> {
        bad.addAll(List.of("x", "NaN", "1e9"));
        good.addAll(List.of(type.get("minimum").asText(), type.get("maximum").asText()));
      }
      case "boolean" -> {
        good.addAll(List.of("true", "false"));
        bad.add("maybe");
      }
      case "array" -> {
        if (type.has("maxItems") && type.get("maxItems").asInt() <= 1000) {
          bad.add("m,".repeat(type.get("maxItems").asInt() + 1));
        }
        if (type.path("items").has("pattern")) {
          good.addAll(List.of("1994", "1990-1999", "2000-", "-1950", "1990,1999-2001"));
          bad.addAll(List.of("x", "-", "19945"));
        } else {
          good.addAll(List.of("a", "a,b", "Comedy"));
        }
      }
      default -> {}
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldTakeTheParametersThatTheDocumentNames(OpenApi.Operation operation) throws Exception {
    if (operation.path().equals("/v1/events")) {
      return; // never ends; the console's test reads it
    }
    String target = target(operation);
    Set<String> names = new TreeSet<>();
    boolean needsBody = operation.node().has("requestBody");
    for (JsonNode parameter : document.parameters(operation)) {
      if (!parameter.get("in").asText().equals("query")) {
        continue;
      }
      String name = parameter.get("name").asText();
      names.add(name);
      List<String> good = new ArrayList<>();
      List<String> bad = new ArrayList<>();
      valuesOf(parameter.get("schema"), good, bad);
      for (String value : bad) {
        HttpResponse<String> response =
            sendWithBody(operation, with(bare(target, name), name, value));
        assertThat(response.statusCode()).as(name + "=" + value + response.body()).isEqualTo(400);
        assertThat(response.body()).contains("\"parameter\":\"" + name + "\"");
      }
      for (String value : good) {
        if (!parameter.path("required").asBoolean()) {
          HttpResponse<String> response = sendWithBody(operation, with(target, name, value));
          assertThat(response.statusCode())
              .as(name + "=" + value + " " + response.body())
              .isBetween(200, 202);
        }
      }
    }
    String unknown =
        new JsonMapper()
            .readTree(
                refused(
                    400,
                    operation.method(),
                    with(target, "unknown", "1"),
                    needsBody ? "application/json" : null,
                    needsBody ? body(operation) : null))
            .get("detail")
            .asText();
    assertThat(unknown)
        .endsWith(names.isEmpty() ? "has none" : "Allowed are " + String.join(", ", names));
  }

  /// Takes a required parameter out again that is about to be set.
  private static String bare(String target, String name) {
    return target.replace("?" + name + "=m1", "");
  }

  private static HttpResponse<String> sendWithBody(OpenApi.Operation operation, String target)
      throws IOException, InterruptedException {
    String body = operation.node().has("requestBody") ? body(operation) : null;
    return send(operation.method(), target, body == null ? null : "application/json", body);
  }

  private static String body(OpenApi.Operation operation) {
    Map<String, String> bodies = new HashMap<>();
    bodies.put("recommendInContext", "{\"items\":[{\"itemId\":\"m2\"}]}");
    bodies.put("recommendToStranger", "{\"ratings\":[{\"itemId\":\"m2\",\"rating\":5}]}");
    bodies.put(
        "estimateForStranger",
        "{\"ratings\":[{\"itemId\":\"m2\",\"rating\":5}],\"items\":[\"m4\"]}");
    bodies.put("recommendToGroup", "{\"users\":[\"u2\",\"u4\"]}");
    bodies.put("putUser", "{\"age\":33,\"gender\":\"F\"}");
    bodies.put("rate", "{\"rating\":4,\"timestamp\":1}");
    bodies.put(
        "postRatings", "[{\"userId\":\"u1\",\"itemId\":\"m1\",\"rating\":4,\"timestamp\":1}]");
    bodies.put("putBrakes", "{\"exploration\":0,\"popularityDiscount\":0}");
    bodies.put("postExposure", "{\"userId\":\"u1\",\"items\":[\"m1\",\"m2\"]}");
    bodies.put(
        "putItem",
        "{\"title\":\"Title 1\",\"genres\":[\"Drama\",\"Peace\"],\"year\":1981,\"studio\":\"x\"}");
    return bodies.get(operation.node().get("operationId").asText().replaceFirst("ById$", ""));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldRefuseBodiesThatAreNotAsTheDocumentSays(OpenApi.Operation operation) throws Exception {
    JsonNode body = operation.node().path("requestBody");
    if (body.isMissingNode()) {
      return;
    }
    String method = operation.method();
    String target = target(operation);
    refused(400, method, target, "application/json", "");
    refused(400, method, target, "application/json", "{\"half");
    refused(400, method, target, "application/json", "[1]");
    refused(400, method, target, "application/json", "\"text\"");
    refused(415, method, target, "application/xml", "<a/>");
    refused(415, method, target, "application/x-www-form-urlencoded", body(operation));
    refused(415, method, target, null, body(operation));
    HttpResponse<String> broken =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri(target))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .method(
                    method,
                    BodyPublishers.ofByteArray(
                        "{\"userId\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1))));
    assertThat(broken.statusCode()).as(broken.body()).isEqualTo(400);
    document.check(operation, broken);
    JsonNode schema = document.resolved(body.at("/content/application~1json/schema"));
    if (schema.path("additionalProperties").isBoolean()
        && !schema.get("additionalProperties").asBoolean()) {
      String known = body(operation);
      String detail =
          refused(
              400,
              method,
              target,
              "application/json",
              known.replaceFirst("\\{", "{\"colour\":\"red\","));
      assertThat(detail).contains("colour");
    }
    for (JsonNode required : schema.path("required")) {
      String without = body(operation).replace("\"" + required.asText() + "\"", "\"gone\"");
      refused(400, method, target, "application/json", without);
    }
  }

  /// Again while what other tests wrote is still being merged, and moves lists.
  @Test
  void shouldFilterLists() {
    await().atMost(RunningEddy.LIMIT).untilAsserted(QueriesIT::assertListsAreFiltered);
  }

  private static void assertListsAreFiltered() throws Exception {
    List<String> all = ids(get("/v1/users/u2/recommendations?n=1000&seen=true"));
    assertThat(all).hasSize(ITEMS - 1).doesNotContain("m7");
    assertThat(ids(get("/v1/users/u2/recommendations?n=1000&seen=true&genre=comedy")))
        .isEqualTo(all.stream().filter(id -> number(id) % 3 == 0).toList());
    assertThat(
            ids(
                get(
                    "/v1/users/u2/recommendations?n=1000&seen=true&genre-all=Comedy,War&tag-none=classic")))
        .isEqualTo(all.stream().filter(id -> number(id) % 15 == 0 && number(id) % 4 != 0).toList());
    assertThat(
            ids(
                get(
                    "/v1/users/u2/recommendations?n=1000&seen=true&year=1980-1989,2015-&year-none=1984")))
        .isEqualTo(
            all.stream()
                .filter(id -> number(id) % 40 < 10 || number(id) % 40 >= 35)
                .filter(id -> number(id) % 40 != 4)
                .toList());
    assertThat(
            ids(
                get(
                    "/v1/users/u2/recommendations?seen=true&candidates=m3,m4,nobody,m7&exclude=m3")))
        .containsExactly("m4");
    assertThat(ids(get("/v1/users/u2/recommendations?n=5&offset=10&seen=true")))
        .isEqualTo(all.subList(10, 15));
    List<String> unseen = ids(get("/v1/users/u2/recommendations?n=1000"));
    JsonNode rated = get("/v1/users/u2/ratings?n=1000");
    assertThat(unseen).hasSizeGreaterThanOrEqualTo(ITEMS - 1 - rated.get("total").asInt());
    rated
        .get("ratings")
        .forEach(rating -> assertThat(unseen).doesNotContain(rating.get("itemId").asText()));
  }

  @Test
  void shouldOrderListsByWhatIsAskedFor() throws Exception {
    await().atMost(RunningEddy.LIMIT).until(() -> rank("").equals("blend"));
    for (String rank : List.of("blend", "choice", "rating")) {
      JsonNode list = get("/v1/users/u2/recommendations?n=10&rank=" + rank);
      assertThat(list.get("rank").asText()).isEqualTo(rank);
      assertThat(ids(list)).hasSize(10).doesNotHaveDuplicates();
      double before = Double.POSITIVE_INFINITY;
      for (JsonNode entry : list.get("items")) {
        assertThat(entry.get("score").asDouble()).as(rank).isLessThanOrEqualTo(before);
        assertThat(entry.get("rating").asDouble()).isBetween(0.5, 5.0);
        before = entry.get("score").asDouble();
      }
    }
    assertThat(get("/v1/users/u2/recommendations?policy=popular").has("rank")).isFalse();
    assertThat(refused(400, "GET", "/v1/users/u2/recommendations?rank=best", null, null))
        .contains("rank", "blend", "choice", "rating");
  }

  private static String rank(String parameters) throws Exception {
    return get("/v1/users/u2/recommendations?n=1" + parameters).get("rank").asText();
  }

  @Test
  void shouldTellWhatElsePeopleChoseAndWhatRises() throws Exception {
    await().atMost(RunningEddy.LIMIT).until(() -> rank("").equals("blend"));
    JsonNode similar = get("/v1/items/m3/similar?n=5");
    assertThat(similar.get("by").asText()).isEqualTo("choice");
    assertThat(similar.get("items")).isNotEmpty();
    assertThat(get("/v1/items/m3/similar?n=5&by=taste").get("by").asText()).isEqualTo("taste");
    refused(400, "GET", "/v1/items/m3/similar?by=colour", null, null);
    JsonNode rising = get("/v1/items/trending?n=5&half-life=100&evidence=1");
    assertThat(rising.get("items")).isNotEmpty();
    assertThat(rising.at("/items/0/rise").asDouble()).isPositive();
    assertThat(get("/v1/items/trending?evidence=1000000").get("items")).isEmpty();
    refused(400, "GET", "/v1/items/trending?half-life=7", null, null);
  }

  @Test
  void shouldMakeListsMoreDiverseOrByChance() throws Exception {
    List<String> plain = ids(get("/v1/users/u2/recommendations?n=10&seen=true"));
    List<String> diverse = ids(get("/v1/users/u2/recommendations?n=10&seen=true&diversity=0.9"));
    assertThat(diverse.getFirst()).isEqualTo(plain.getFirst());
    assertThat(alike(diverse)).isLessThan(alike(plain));
    JsonNode popular = get("/v1/users/u2/recommendations?n=5&seen=true&policy=popular");
    assertThat(ids(popular)).isEqualTo(ids(get("/v1/items/popular?n=5")));
    assertThat(popular.at("/items/0/reason/kind").asText()).isEqualTo("popular");
    Set<List<String>> random = new HashSet<>();
    for (int n = 0; n < 5; n++) {
      random.add(ids(get("/v1/users/u2/recommendations?n=5&seen=true&policy=random")));
    }
    assertThat(random).as("five lists by chance").hasSizeGreaterThan(1);
  }

  /// Counts pairs of the same taste.
  private static long alike(List<String> ids) {
    long even = ids.stream().filter(id -> number(id) % 2 == 0).count();
    long odd = ids.size() - even;
    return even * (even - 1) + odd * (odd - 1);
  }

  @Test
  void shouldExplainByRatings() throws Exception {
    JsonNode because = get("/v1/users/u2/because/m10?n=1000");
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
    assertThat(sum).isCloseTo(because.get("explained").asDouble(), within(0.01));
    assertThat(because.get("explained").asDouble())
        .as("the ratings explain most of what was learned")
        .isCloseTo(
            because.get("score").asDouble() - because.get("startScore").asDouble(), within(0.5));
    assertThat(liked).as("pull of liked items of the same taste").isPositive();
    assertThat(liked).as("beside that of disliked items").isGreaterThan(disliked);
    assertThat(refused(404, "GET", "/v1/users/u2/because/nobody-knows", null, null))
        .contains("nobody-knows");
    JsonNode surprises = get("/v1/users/u2/surprises?n=1000").get("ratings");
    for (int i = 1; i < surprises.size(); i++) {
      assertThat(Math.abs(surprises.get(i).get("difference").asDouble()))
          .isLessThanOrEqualTo(Math.abs(surprises.get(i - 1).get("difference").asDouble()));
    }
  }

  @Test
  void shouldServeSomebodyWithoutAnAccount() throws Exception {
    int usersBefore = get("/v1/users?n=1000").get("total").asInt();
    StringBuilder ratings = new StringBuilder();
    for (JsonNode rating : get("/v1/users/u4/ratings?n=1000").get("ratings")) {
      ratings.append(
          "{\"itemId\":\"%s\",\"rating\":%s},"
              .formatted(rating.get("itemId").asText(), rating.get("rating").asText()));
    }
    String body = "\"ratings\":[" + ratings.substring(0, ratings.length() - 1) + "]";
    List<String> everything = new ArrayList<>();
    for (int item = 0; item < ITEMS; item++) {
      everything.add("m" + item);
    }
    JsonNode known = get("/v1/users/u4/estimates?items=" + String.join(",", everything));
    JsonNode stranger =
        ok(
            "POST",
            "/v1/estimates",
            "{%s,\"items\":[\"%s\"]}".formatted(body, String.join("\",\"", everything)));
    double[] learned = ratings(known);
    double[] folded = ratings(stranger);
    assertThat(correlation(learned, folded)).as("of predictions").isGreaterThan(0.7);
    List<String> list =
        ids(ok("POST", "/v1/recommendations?n=8&seen=true&rank=rating", "{" + body + "}"));
    assertThat(list.stream().filter(id -> number(id) % 2 == 0).count()).isGreaterThanOrEqualTo(7);
    JsonNode unknown =
        ok("POST", "/v1/recommendations", "{\"ratings\":[{\"itemId\":\"never\",\"rating\":5}]}");
    assertThat(unknown.get("used").asInt()).isZero();
    refused(
        400,
        "POST",
        "/v1/recommendations",
        "application/json",
        "{\"ratings\":[{\"itemId\":\"m1\",\"rating\":7}]}");
    assertThat(get("/v1/users?n=1000").get("total").asInt())
        .as("nothing is kept of a stranger")
        .isEqualTo(usersBefore);
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
  void shouldLetAContextWeighIn() throws Exception {
    String target = "/v1/users/newcomer/recommendations?n=20&seen=true&rank=rating";
    long before = ids(get(target)).stream().filter(id -> number(id) % 2 == 1).count();
    JsonNode answer =
        ok(
            "POST",
            target,
            "{\"items\":[{\"itemId\":\"m1\",\"weight\":5},{\"itemId\":\"m3\",\"weight\":5},{\"itemId\":\"m5\",\"weight\":5}]}");
    List<String> after = ids(answer);
    assertThat(after.stream().filter(id -> number(id) % 2 == 1).count())
        .as("odd items")
        .isGreaterThan(before);
    assertThat(after).doesNotContain("m1", "m3", "m5");
    assertThat(answer.get("coldStart").asBoolean()).isTrue();
  }

  @Test
  void shouldMakeOneListForSeveral() throws Exception {
    for (String strategy : STRATEGIES) {
      JsonNode answer =
          ok(
              "POST",
              "/v1/users/recommendations?n=1000&seen=true&rank=rating",
              "{\"users\":[\"u2\",\"u3\",\"nobody\"],\"strategy\":\"%s\"}".formatted(strategy));
      assertThat(answer.get("coldStart").toString()).isEqualTo("[\"nobody\"]");
      double last = 9;
      for (JsonNode entry : answer.get("items")) {
        double[] ratings =
            StreamSupport.stream(entry.get("ratings").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        double expected =
            strategy.equals("average")
                ? Arrays.stream(ratings).average().orElseThrow()
                : Arrays.stream(ratings).min().orElseThrow();
        assertThat(entry.get("score").asDouble()).isCloseTo(expected, within(1e-3));
        assertThat(expected).isLessThanOrEqualTo(last + 1e-3);
        last = expected;
      }
      assertThat(answer.get("items")).hasSize(ITEMS - 1);
    }
  }

  @Test
  void shouldFindNeighboursAndNonPersonalLists() throws Exception {
    List<String> similar = ids(get("/v1/items/m10/similar?n=8&by=taste"));
    assertThat(similar.stream().filter(id -> number(id) % 2 == 0).count()).isGreaterThan(6);
    assertThat(similar).doesNotContain("m10", "m7");
    List<String> several = ids(get("/v1/items/similar?to=m1,m3,m5&n=8"));
    assertThat(several.stream().filter(id -> number(id) % 2 == 1).count()).isGreaterThan(6);
    refused(404, "GET", "/v1/items/similar?to=m1,never", null, null);
    JsonNode users = get("/v1/users/u2/similar?n=8").get("users");
    assertThat(users).hasSize(8);
    long even =
        StreamSupport.stream(users.spliterator(), false)
            .filter(user -> number(user.get("userId").asText()) % 2 == 0)
            .count();
    assertThat(even).isGreaterThan(6);
    JsonNode active = get("/v1/users/active?n=1000");
    int last = Integer.MAX_VALUE;
    for (JsonNode user : active.get("users")) {
      assertThat(user.get("ratings").asInt()).isLessThanOrEqualTo(last);
      last = user.get("ratings").asInt();
    }
    assertThat(ids(get("/v1/items/latest?n=2"))).allMatch(id -> number(id) % 40 == 39);
    assertThat(ids(get("/v1/items/representative?n=10"))).hasSize(10).doesNotHaveDuplicates();
    assertThat(get("/v1/items?q=TITLE&genre=War&n=1000").get("total").asInt()).isEqualTo(ITEMS / 5);
    assertThat(ids(get("/v1/items?q=title 7&sort=title".replace(" ", "%20")))).contains("m7");
  }

  @Test
  void shouldReadItsWrites() throws Exception {
    for (int n = 0; n < 20; n++) {
      String user = "writer" + n;
      String after =
          ok("PUT", "/v1/users/%s/ratings/m1".formatted(user), "{\"rating\":5}")
              .get("after")
              .asText();
      JsonNode ratings = get("/v1/users/%s/ratings?after=%s".formatted(user, after));
      assertThat(ratings.get("total").asInt()).isEqualTo(1);
      after =
          ok("PUT", "/v1/users/%s/ratings/m1".formatted(user), "{\"rating\":2}")
              .get("after")
              .asText();
      ratings = get("/v1/users/%s/ratings?after=%s".formatted(user, after));
      assertThat(ratings.at("/ratings/0/rating").asDouble()).isEqualTo(2);
      after = ok("DELETE", "/v1/users/%s/ratings/m1".formatted(user), null).get("after").asText();
      ratings = get("/v1/users/%s/ratings?after=%s".formatted(user, after));
      assertThat(ratings.get("total").asInt()).isZero();
      after = ok("DELETE", "/v1/users/" + user, null).get("after").asText();
      assertThat(get("/v1/users/%s?after=%s".formatted(user, after)).get("known").asBoolean())
          .isFalse();
    }
    int partitions = eddy.engine().tasks().partitions();
    String future = "0:999999999";
    for (int partition = 1; partition < partitions; partition++) {
      future += "_" + partition + ":999999999";
    }
    assertThat(refused(503, "GET", "/v1/users/u1?after=" + future, null, null))
        .contains("not learned yet");
    assertThat(refused(400, "GET", "/v1/users/u1?after=soon", null, null))
        .contains("what a write returned");
  }

  @Test
  void shouldTakeManyRatingsAndNameTheBadLines() throws Exception {
    HttpResponse<String> lines =
        send(
            "POST",
            "/v1/ratings",
            "application/x-ndjson",
            """
            {"userId":"bulk","itemId":"m1","rating":4}

            {"userId":"bulk","itemId":"m2","rating":9}
            {"userId":"bulk","itemId":"m3
            7
            {"userId":"bulk","itemId":"m4","rating":3}\
            """);
    JsonNode answer = new JsonMapper().readTree(lines.body());
    assertThat(answer.get("accepted").asInt()).isEqualTo(2);
    assertThat(answer.get("rejected").asInt()).isEqualTo(3);
    assertThat(answer.get("errors").findValuesAsText("line")).containsExactly("3", "4", "5");
    String after = answer.get("after").asText();
    assertThat(get("/v1/users/bulk?after=" + after).get("ratings").asInt()).isEqualTo(2);

    HttpResponse<String> csv =
        send(
            "POST",
            "/v1/ratings",
            "text/csv",
            """
            itemId,userId,rating,timestamp
            m5,bulk,3.5,1700000000000
            "m6",bulk,great,1700000000000
            m6,bulk,4,1700000000000,stray
            m6,bulk

            m1,bulk,,
            """);
    answer = new JsonMapper().readTree(csv.body());
    assertThat(answer.get("accepted").asInt()).as(csv.body()).isEqualTo(2);
    assertThat(answer.get("errors").findValuesAsText("line")).containsExactly("3", "4", "5");
    after = answer.get("after").asText();
    assertThat(get("/v1/users/bulk/ratings?after=" + after).get("total").asInt()).isEqualTo(2);
    refused(400, "POST", "/v1/ratings", "text/csv", "userId,itemId\n");
    refused(400, "POST", "/v1/ratings", "application/x-ndjson", "\n\n");
    refused(413, "POST", "/v1/ratings", "application/json", "[" + " ".repeat(5 << 20) + "]");
    StringBuilder many = new StringBuilder();
    for (int n = 0; n < 12_000; n++) {
      many.append("{\"userId\":\"m%d\",\"itemId\":\"m1\",\"rating\":4}%n".formatted(n % 50));
    }
    answer =
        new JsonMapper()
            .readTree(send("POST", "/v1/ratings", "application/x-ndjson", many.toString()).body());
    assertThat(answer.get("accepted").asInt()).isEqualTo(12_000);
    String all = answer.get("after").asText();
    await()
        .atMost(RunningEddy.LIMIT)
        .until(
            () ->
                Stream.of("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8")
                    .allMatch(user -> isLearned(user, all)));
  }

  private static boolean isLearned(String user, String after) {
    try {
      return eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/users/" + user + "?after=" + after)))
              .statusCode()
          == 200;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKeepTheCatalogAndAttributes() throws Exception {
    ok("PUT", "/v1/items/fresh", "{\"title\":\"Fresh\",\"genres\":[\"Noir\"],\"year\":2031}");
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> ids(get("/v1/users/u1/recommendations?genre=noir")).equals(List.of("fresh")));
    assertThat(ids(get("/v1/items/latest?n=1"))).containsExactly("fresh");
    ok("PUT", "/v1/items/fresh", "{\"title\":\"Fresh\",\"genres\":[\"Noir\"],\"hidden\":true}");
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> ids(get("/v1/users/u1/recommendations?genre=noir")).isEmpty());
    ok("DELETE", "/v1/items/fresh", null);
    await() // what is hidden stays so until it is shown again
        .atMost(RunningEddy.LIMIT)
        .until(() -> get("/v1/items/fresh").get("title").asText().equals("fresh"));
    assertThat(get("/v1/items/fresh").get("hidden").asBoolean()).isTrue();
    assertThat(ids(get("/v1/users/u1/recommendations?n=100"))).doesNotContain("fresh");
    ok("PUT", "/v1/items/fresh", "{\"hidden\":false}");
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> !get("/v1/items/fresh").path("hidden").asBoolean());
    ok("DELETE", "/v1/items/fresh", null);
    await()
        .atMost(RunningEddy.LIMIT)
        .until(
            () ->
                eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/items/fresh"))).statusCode() == 404);
    ok("PUT", "/v1/users/attributed", "{\"age\":33,\"gender\":\"F\"}");
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> get("/v1/users/attributed").at("/attributes/age").asText().equals("33"));
    assertThat(refused(400, "PUT", "/v1/users/a", "application/json", "{\"userId\":\"b\"}"))
        .contains("in the path");
    assertThat(refused(400, "PUT", "/v1/items/a", "application/json", "{\"year\":\"old\"}"))
        .contains("year");
  }

  @Test
  void shouldKeepAttributesThatArePutAfterAPersonWasForgotten() throws Exception {
    for (int n = 0; n < 5; n++) {
      String user = "/v1/users/returning" + n;
      ok("PUT", user, "{\"age\":33}");
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(user).at("/attributes/age").asText().equals("33"));
      String after = ok("DELETE", user, null).get("after").asText();
      ok("PUT", user, "{\"age\":44}");
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(user + "?after=" + after).at("/attributes").size() == 1);
      await()
          .during(Duration.ofMillis(500)) // a commit later, too
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(user).at("/attributes/age").asText().equals("44"));
    }
  }

  @Test
  void shouldTakeExposures() throws Exception {
    JsonNode answer = ok("POST", "/v1/exposures", "{\"userId\":\"u1\",\"items\":[\"m1\",\"m2\"]}");
    assertThat(answer.get("items").asInt()).isEqualTo(2);
    assertThat(answer.get("requestId").asText()).isNotEmpty();
    refused(400, "POST", "/v1/exposures", "application/json", "{\"items\":[\"m1\"]}");
    refused(
        400,
        "POST",
        "/v1/exposures",
        "application/json",
        "{\"userId\":\"u1\",\"items\":[%s\"x\"]}".formatted("\"x\",".repeat(1000)));
    refused(
        400,
        "POST",
        "/v1/exposures",
        "application/json",
        "{\"userId\":\"u1\",\"items\":[\"x\"],\"timestamp\":99999999999999}");
  }

  @Test
  void shouldCarryHeaders() throws Exception {
    HttpResponse<String> named =
        eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/users/u1")).header("X-Request-Id", "abc-1"));
    assertThat(named.headers().firstValue("X-Request-Id")).hasValue("abc-1");
    assertThat(named.headers().firstValue("Cache-Control")).hasValue("no-store");
    HttpResponse<String> unfit =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/users/u1?x=1")).header("X-Request-Id", "a b<"));
    assertThat(unfit.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
    HttpResponse<String> foreign =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/items?n=1"))
                .header("Origin", "https://shop.example"));
    assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(foreign.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age");
    HttpResponse<String> preflight =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("POST");
    HttpResponse<String> stranger =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    HttpResponse<String> lever =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/admin/brakes"))
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(lever.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    HttpResponse<byte[]> packed =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(eddy.uri("/v1/items?n=80"))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new JsonMapper().readTree(in).get("items")).hasSize(80);
    }
    HttpResponse<String> notGzip =
        eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("[]")));
    assertThat(notGzip.statusCode()).isEqualTo(400);
  }

  private static double meanCount(JsonNode list) throws Exception {
    double sum = 0;
    for (String id : ids(list)) {
      sum += get("/v1/items/" + id).get("ratings").asInt();
    }
    return sum / ids(list).size();
  }

  @Test
  void shouldBrakeTheLoopWhenTold() throws Exception {
    String list = "/v1/users/u4/recommendations?n=20&seen=true&rank=rating";
    double popular = meanCount(get(list));
    try {
      JsonNode set = ok("PUT", "/v1/admin/brakes", "{\"popularityDiscount\":2}");
      assertThat(set.get("exploration").asDouble()).isZero();
      assertThat(meanCount(get(list))).isLessThan(popular - 1);
      assertThat(ids(get(list + "&diversity=0.2"))).hasSize(20).doesNotHaveDuplicates();
      ok("PUT", "/v1/admin/brakes", "{\"popularityDiscount\":0,\"exploration\":0.5}");
      int drawn = 0;
      for (int n = 0; n < 20; n++) {
        JsonNode explored = get(list + "&genre-none=War");
        assertThat(ids(explored)).hasSize(20).doesNotHaveDuplicates().doesNotContain("m7", "m10");
        for (JsonNode entry : explored.get("items")) {
          drawn += entry.get("reason").get("kind").asText().equals("random") ? 1 : 0;
        }
      }
      assertThat(drawn).as("of 400, half are expected").isBetween(150, 250);
      assertThat(get("/v1/admin/brakes").get("exploration").asDouble()).isEqualTo(0.5);
      ok("PUT", "/v1/admin/brakes", "{\"exploration\":0,\"thompson\":1}");
      Set<List<String>> lists = new HashSet<>();
      Map<String, Double> scores = new HashMap<>();
      for (int n = 0; n < 10; n++) {
        JsonNode drawnFor = get(list);
        lists.add(ids(drawnFor));
        for (JsonNode entry : drawnFor.get("items")) { // what an item says of itself stays
          double score = entry.get("score").asDouble();
          assertThat(scores.merge(entry.get("itemId").asText(), score, (a, b) -> a))
              .isEqualTo(score);
        }
      }
      assertThat(lists).as("ten lists that are drawn").hasSizeGreaterThan(5);
    } finally {
      ok("PUT", "/v1/admin/brakes", "{\"exploration\":0,\"thompson\":0,\"popularityDiscount\":0}");
    }
    assertThat(get(list).toString()).doesNotContain("\"random\"");
    assertThat(refused(400, "PUT", "/v1/admin/brakes", "application/json", "{\"exploration\":0.6}"))
        .contains("exploration must be a number, allowed is 0.0 to 0.5");
    assertThat(refused(400, "PUT", "/v1/admin/brakes", "application/json", "{\"explore\":0.1}"))
        .contains("did you mean exploration");
  }

  @Test
  void shouldListGenerationsAndDeleteThoseNobodyLearns() throws Exception {
    List<String> old = List.of("eddy-g12-user-rows-changelog", "item-factors-g12");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(old.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
      await().until(() -> get("/v1/admin/models").get("models").size() == 2);
      JsonNode models = get("/v1/admin/models").get("models");
      JsonNode here = models.get(0);
      assertThat(here.get("generation").asInt()).isEqualTo(1);
      assertThat(here.get("here").asBoolean()).isTrue();
      assertThat(here.get("instances").asInt()).isPositive();
      assertThat(here.get("topics").toString())
          .contains("item-factors-g1", "eddy-g1-user-history-changelog")
          .doesNotContain("ratings\"", "g12");
      assertThat(models.get(1).get("generation").asInt()).isEqualTo(12);
      assertThat(models.get(1).get("here").asBoolean()).isFalse();
      assertThat(models.get(1).get("instances").asInt()).isZero();

      assertThat(refused(409, "DELETE", "/v1/admin/models/1", null, null)).contains("here");
      assertThat(refused(404, "DELETE", "/v1/admin/models/3", null, null)).contains("generation 3");
      assertThat(refused(400, "DELETE", "/v1/admin/models/x", null, null)).contains("whole number");
      ok("DELETE", "/v1/admin/models/12", null);
      await().until(() -> admin.listTopics().names().get().stream().noneMatch(old::contains));
      assertThat(admin.listTopics().names().get()).contains("item-factors-g1", "ratings");
      await().until(() -> get("/v1/admin/models").get("models").size() == 1);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldLetInOperatorsAlone(OpenApi.Operation operation) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(eddy.uri(target(operation)))
            .method(operation.method(), BodyPublishers.noBody());
    if (operation.path().startsWith("/v1/admin/")) {
      HttpResponse<String> response = eddy.send(request.header("Authorization", "Bearer no"));
      assertThat(response.statusCode()).isEqualTo(401);
      document.check(operation, response);
    } else {
      assertThat(operation.node().path("responses").has("401")).isFalse();
    }
  }

  @Test
  void shouldGiveOutWhatIsLearnedOfTheItems() throws Exception {
    HttpResponse<String> snapshot = send("GET", "/v1/admin/snapshots", null, null);
    List<String> lines = snapshot.body().lines().toList();
    JsonNode head = new JsonMapper().readTree(lines.getFirst());
    assertThat(head.get("items").asInt()).isEqualTo(lines.size() - 1);
    Set<String> seen = new TreeSet<>();
    for (String line : lines.subList(1, lines.size())) {
      JsonNode item = new JsonMapper().readTree(line);
      assertThat(seen.add(item.get("itemId").asText())).isTrue();
      assertThat(item.get("vector")).hasSize(eddy.engine().model().scanLength());
      JsonNode known = get("/v1/items/" + item.get("itemId").asText());
      assertThat(item.get("ratings").asInt()).isEqualTo(known.get("ratings").asInt());
    }
    assertThat(seen).contains("m1", "m2");
  }

  /// What the rules ask for is what a running instance has.
  @Test
  void shouldHaveTheMetricsThatTheRulesAskFor() throws Exception {
    String metrics = eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body();
    Set<String> asked = new TreeSet<>();
    Matcher names =
        Pattern.compile("\\b(eddy|kafka|disk)_[a-z_]+")
            .matcher(Files.readString(Path.of("deploy/prometheus/eddy-rules.yaml")));
    while (names.find()) {
      asked.add(names.group());
    }
    assertThat(asked).hasSizeGreaterThan(8);
    for (String name : asked) {
      assertThat(Pattern.compile("(?m)^" + name + "[ {]").matcher(metrics).find())
          .as(name)
          .isTrue();
    }
    assertThat(metrics).contains("le=\"0.1\"");
  }

  /// Runs every `curl` of `docs/api.md`, in order, as the page shows it.
  @Test
  void shouldAnswerAsTheApiPageShows() throws Exception {
    Set<String> missing = new TreeSet<>();
    document.operations().stream()
        .filter(operation -> !operation.isByQuery())
        .forEach(operation -> missing.add(operation.toString()));
    missing.removeAll(Set.of("GET /v1/events", "GET /openapi.yaml"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("item-factors-g7", 1, (short) 1))).all().get();
    }
    await().until(() -> get("/v1/admin/models").toString().contains("item-factors-g7"));
    String page = Files.readString(Path.of("docs/api.md"));
    Matcher blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(page);
    Pattern call = Pattern.compile("curl (?:-X (\\w+) )?['\"]http://127.0.0.1:8080([^'\"\\s]*)");
    while (blocks.find()) {
      String script = blocks.group(1);
      Matcher request = call.matcher(script);
      while (request.find()) {
        String method = request.group(1) == null ? "GET" : request.group(1);
        missing.remove(document.operation(method, request.group(2)).toString());
      }
      runs(script);
    }
    assertThat(missing).as("operations that docs/api.md does not show").isEmpty();
  }

  private static void runs(String script) throws Exception {
    String here =
        script
            .replace("http://127.0.0.1:8080", eddy.uri("").toString())
            .replace("curl ", "curl --silent --show-error --fail-with-body --max-time 20 ");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
            .redirectErrorStream(true)
            .directory(folder.toFile());
    bash.environment().put("EDDY_SERVE_ADMIN_TOKEN", TOKEN);
    Process shell = bash.start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(script + "\n" + output).isZero();
  }

  /// More requests than are answered at a time are refused at once, and the rest is answered.
  @Test
  void shouldRefuseWhatIsTooMuch() throws Exception {
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    String slow =
        "{\"users\":[%s]}"
            .formatted(
                IntStream.range(0, 50)
                    .mapToObj(user -> "\"u" + user + "\"")
                    .collect(Collectors.joining(",")));
    List<Thread> callers = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      statuses.add(
                          send("POST", "/v1/users/recommendations", "application/json", slow)
                              .statusCode());
                    } catch (IOException | InterruptedException e) {
                      statuses.add(-1);
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(statuses).hasSize(400).contains(200).isSubsetOf(200, 503);
    assertThat(get("/v1/users/u1").get("known").asBoolean()).as("afterwards").isTrue();
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body())
        .contains("eddy_http_active{from=\"clients\"} 0.0");
  }

  /// A request that stops in the middle is given up, and the server goes on.
  @Test
  @Tag("thorough")
  void shouldGiveUpABodyThatNeverEnds() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), eddy.uri("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/ratings HTTP/1.1\r\nHost: eddy\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 1000\r\n\r\n{\"half")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(60_000);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("does not come");
    }
    assertThat(get("/v1/users/u1").get("known").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseDamagedGzip() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(
          "[{\"userId\":\"g\",\"itemId\":\"m1\",\"rating\":4}]".getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();
    byte[] damaged = whole.clone();
    for (int at = 12; at < damaged.length; at++) {
      damaged[at] ^= 0x55;
    }
    for (byte[] body : List.of(damaged, Arrays.copyOf(whole, whole.length / 2))) {
      assertThat(sendGzip(body)).isEqualTo(400);
    }
    assertThat(sendGzip(whole)).isEqualTo(202);
  }

  private static int sendGzip(byte[] body) throws IOException, InterruptedException {
    return eddy.send(
            HttpRequest.newBuilder(eddy.uri("/v1/ratings"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body)))
        .statusCode();
  }

  @Test
  void shouldTakeLongRequestLinesAndRefuseWhatIsNoId() throws Exception {
    String thousand =
        IntStream.range(0, 1_000)
            .mapToObj(n -> "nobody-knows-" + n)
            .collect(Collectors.joining(","));
    assertThat(get("/v1/users/u1/estimates?items=" + thousand).get("items")).hasSize(1_000);
    assertThat(ids(get("/v1/users/u2/recommendations?seen=true&candidates=m2," + thousand)))
        .containsExactly("m2");
    refused(
        400, "POST", "/v1/users/recommendations", "application/json", "{\"users\":[\"\\ud800\"]}");
    assertThat(
            refused(
                400, "GET", "/v1/users/u1/recommendations?n=9&offset=992&diversity=1", null, null))
        .contains("together");
    refused(
        413,
        "PUT",
        "/v1/items/large",
        "application/json",
        "{\"title\":\"%s\"}".formatted("x".repeat((1 << 20) - 100)));
    assertThat(ids(get("/v1/users/u2/recommendations?n=1000&seen=true&year-none=0")))
        .hasSizeGreaterThan(ITEMS - 3);
  }

  @Test
  void shouldNotNumberItemsThatAreOnlyDeleted() throws Exception {
    for (int n = 0; n < 20; n++) {
      ok("DELETE", "/v1/items/never-there-" + n, null);
    }
    ok("PUT", "/v1/items/marker", "{\"title\":\"Marker\",\"hidden\":true}");
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> get("/v1/items?q=marker").get("total").asInt() == 1);
    assertThat(eddy.engine().index().find("never-there-7")).isNegative();
  }
}
