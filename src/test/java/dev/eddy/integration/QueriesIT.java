package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.fixture.OpenApi;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.access.TokenLine;
import dev.eddy.serve.access.TokenSecret;
import dev.eddy.serve.backend.TwoTastes;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What only a running Eddy can show of its endpoints: that what is written is read again, what
/// Kafka keeps, and that every operation answers in front of a real instance as well. What an
/// endpoint does with its parameters, its bodies and its errors is tested beside the endpoint.
class QueriesIT {

  private static final String TOKEN = TokenSecret.random();

  @TempDir static Path folder;

  private static SharedKafka kafka;
  private static RunningEddy eddy;
  private static OpenApi document;

  @BeforeAll
  static void start() throws Exception {
    document = new OpenApi();
    kafka = SharedKafka.namespace("queries");
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"),
            TokenLine.of("everything", EnumSet.allOf(Role.class), null, TOKEN).text());
    eddy =
        RunningEddy.start(
            kafka,
            folder.resolve("state"),
            Map.of(
                "serve.tokens-file",
                tokens.toString(),
                "snapshot.dir",
                folder.resolve("snapshots").toString()));
    eddy.show(TOKEN);
    EventPublisher publisher = eddy.publisher();
    TwoTastes.items().forEach(publisher::publish);
    TwoTastes.ratings().forEach(publisher::publish);
    publisher.flush();
    eddy.awaitSums(
        TwoTastes.ratings().stream()
            .map(rating -> rating.userId() + " " + rating.itemId())
            .distinct()
            .count());
    await().atMost(RunningEddy.LIMIT).until(() -> eddy.get("/v1/map").get("items").size() > 10);
  }

  @AfterAll
  static void stop() {
    eddy.close();
  }

  private static HttpResponse<String> send(String method, String target, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(eddy.uri(target));
    if (type != null) {
      request.header("Content-Type", type);
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

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("items").spliterator(), false)
        .map(entry -> (entry.has("item") ? entry.get("item") : entry).get("itemId").asText())
        .toList();
  }

  static Stream<OpenApi.Operation> operations() throws IOException {
    return new OpenApi().operations().stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldAnswerInTheShapeThatTheDocumentNames(OpenApi.Operation operation) throws Exception {
    if (operation.path().equals("/v1/events")
        || operation.path().contains("{generation}")
        || operation.path().endsWith("/promote")) {
      return; // never ends; asks for a generation that is not there; for a challenger
    }
    String body = document.body(operation);
    HttpResponse<String> answer =
        send(
            operation.method(),
            document.target(operation),
            body == null ? null : "application/json",
            body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
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
  }

  @Test
  void shouldTakeManyRatingsAtOnce() throws Exception {
    StringBuilder lines = new StringBuilder();
    StringBuilder table = new StringBuilder("itemId,userId,rating,timestamp\n");
    for (int n = 0; n < 6_000; n++) {
      int user = n % 50;
      int item = n / 50 % TwoTastes.ITEMS;
      lines.append(
          "{\"userId\":\"line%d\",\"itemId\":\"m%d\",\"rating\":4}%n".formatted(user, item));
      table.append("m%d,row%d,3.5,%d%n".formatted(item, user, 1_700_000_000_000L + n));
    }
    for (String[] bulk :
        List.of(
            new String[] {"line7", "application/x-ndjson", lines.toString()},
            new String[] {"row7", "text/csv", table.toString()})) {
      JsonNode answer =
          new JsonMapper().readTree(send("POST", "/v1/ratings", bulk[1], bulk[2]).body());
      assertThat(answer.get("accepted").asInt()).as(bulk[1]).isEqualTo(6_000);
      String target = "/v1/users/" + bulk[0] + "?after=" + answer.get("after").asText();
      await() // it may take longer to learn them than a query waits
          .atMost(RunningEddy.LIMIT)
          .until(
              () -> eddy.send(HttpRequest.newBuilder(eddy.uri(target))).statusCode(),
              status -> status == 200);
      assertThat(get(target).get("ratings").asInt()).as(bulk[1]).isEqualTo(TwoTastes.ITEMS);
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
          .atMost(RunningEddy.LIMIT)
          .until(() -> get(user).at("/attributes/age").asText().equals("44"));
      String item = "only-" + n; // others hear of it once the partition has committed
      ok("PUT", user + "/ratings/" + item, "{\"rating\":4}");
      await().atMost(RunningEddy.LIMIT).until(() -> eddy.engine().index().find(item) >= 0);
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> eddy.engine().index().count(eddy.engine().index().find(item)) == 1);
      assertThat(get(user).at("/attributes/age").asText()).as("a commit later").isEqualTo("44");
    }
  }

  @Test
  void shouldListGenerationsAndDeleteThoseNobodyLearns() throws Exception {
    List<String> old =
        List.of(kafka.topic("eddy-g12-user-rows-changelog"), kafka.topic("item-factors-g12"));
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
          .contains(kafka.topic("item-factors-g1"), kafka.topic("eddy-g1-user-history-changelog"))
          .doesNotContain("ratings\"", "g12");
      assertThat(models.get(1).get("generation").asInt()).isEqualTo(12);
      assertThat(models.get(1).get("here").asBoolean()).isFalse();
      assertThat(models.get(1).get("instances").asInt()).isZero();

      assertThat(send("DELETE", "/v1/admin/models/1", null, null).statusCode()).isEqualTo(409);
      ok("DELETE", "/v1/admin/models/12", null);
      await().until(() -> admin.listTopics().names().get().stream().noneMatch(old::contains));
      assertThat(admin.listTopics().names().get())
          .contains(kafka.names().itemFactors(), kafka.names().ratings());
      await().until(() -> get("/v1/admin/models").get("models").size() == 1);
    }
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
    missing.removeAll(
        Set.of("GET /v1/events", "GET /openapi.yaml", "POST /v1/admin/challenger/promote"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(kafka.topic("item-factors-g7"), 1, (short) 1)))
          .all()
          .get();
    }
    await().until(() -> get("/v1/admin/models").toString().contains("item-factors-g7"));
    String page = Files.readString(Path.of("docs/api.md"));
    Matcher blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(page);
    Pattern call = Pattern.compile("curl (?:-X (\\w+) )?['\"]http://127.0.0.1:808[01]([^'\"\\s]*)");
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
    String showing =
        script.contains("$EDDY_TOKEN") ? "" : "--header \"Authorization: Bearer $EDDY_TOKEN\" ";
    String here =
        script
            .replace("http://127.0.0.1:8080", eddy.uri("").toString())
            .replace("http://127.0.0.1:8081/", eddy.uri("/health/").resolve("/").toString())
            .replace(
                "curl ", "curl --silent --show-error --fail-with-body --max-time 20 " + showing);
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
            .redirectErrorStream(true)
            .directory(folder.toFile());
    bash.environment().put("EDDY_TOKEN", TOKEN);
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
    assertThat(statuses).hasSize(400).contains(200).isSubsetOf(200, 429, 503);
    assertThat(get("/v1/users/u1").get("known").asBoolean()).as("afterwards").isTrue();
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body())
        .contains("eddy_http_active_requests{kind=\"reads\"} 0.0");
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
