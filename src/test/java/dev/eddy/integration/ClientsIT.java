package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.client.ApiClient;
import dev.eddy.client.ApiException;
import dev.eddy.client.ItemsApi;
import dev.eddy.client.ListsApi;
import dev.eddy.client.ModelApi;
import dev.eddy.client.OperationsApi;
import dev.eddy.client.UsersApi;
import dev.eddy.client.WritesApi;
import dev.eddy.client.model.CatalogEntry;
import dev.eddy.client.model.Drift;
import dev.eddy.client.model.Exposure;
import dev.eddy.client.model.Item;
import dev.eddy.client.model.NewRating;
import dev.eddy.client.model.Opinion;
import dev.eddy.client.model.Problem;
import dev.eddy.client.model.Rating;
import dev.eddy.client.model.Recommendations;
import dev.eddy.client.model.StrangerQuestion;
import dev.eddy.client.model.User;
import dev.eddy.client.model.UserRating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.record.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others write against Eddy: a typed client that is generated from `openapi.yaml`, and the
/// Python of `docs/api.md`.
class ClientsIT {

  private static final int USERS = 20;
  private static final int ITEMS = 12;

  @TempDir static Path folder;

  private static SharedKafka kafka;
  private static RunningEddy eddy;
  private static ListsApi lists;
  private static WritesApi writes;
  private static ItemsApi items;
  private static UsersApi users;
  private static ModelApi model;
  private static OperationsApi operations;

  @BeforeAll
  static void start() throws Exception {
    kafka = SharedKafka.namespace("clients");
    eddy = RunningEddy.start(kafka, folder.resolve("state"), Map.of());
    ApiClient client = new ApiClient();
    client.updateBaseUri(eddy.uri("").toString());
    lists = new ListsApi(client);
    writes = new WritesApi(client);
    items = new ItemsApi(client);
    users = new UsersApi(client);
    model = new ModelApi(client);
    ApiClient operator = new ApiClient();
    operator.updateBaseUri(eddy.uri("/health/").toString().replace("/health/", ""));
    operations = new OperationsApi(operator);
    for (int item = 0; item < ITEMS; item++) {
      items.putItem(
          "m" + item,
          new CatalogEntry().title("Title " + item).genres(List.of("Drama")).year(1990 + item));
    }
    List<Rating> ratings = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int item = user % 3; item < ITEMS; item += 3) {
        ratings.add(
            new Rating()
                .userId("u" + user)
                .itemId("m" + item)
                .rating(item % 2 == 0 ? 4.5 : 2.0)
                .timestamp(1_700_000_000_000L + item));
      }
    }
    assertThat(writes.postRatings(ratings, null).getAccepted()).isEqualTo(ratings.size());
    eddy.awaitSums(ratings.size());
  }

  @AfterAll
  static void stop() {
    if (eddy != null) {
      eddy.close();
    }
  }

  private static Recommendations recommend(String user, int n, String after) throws ApiException {
    return lists.recommend(
        user,
        n,
        0,
        0.2,
        "model",
        "blend",
        List.of("Drama", "Comedy"),
        null,
        null,
        null,
        null,
        null,
        List.of("1985-"),
        null,
        null,
        List.of("m0"),
        0,
        false,
        true,
        after);
  }

  @Test
  void shouldRecommendWhatWasNotRatedAfterAWriteIsLearned() throws Exception {
    String after = writes.rate("u2", "m3", new NewRating().rating(4.5)).getAfter();
    Recommendations answer = recommend("u2", 4, after);
    assertThat(answer.getColdStart()).isFalse();
    assertThat(answer.getStaleBy()).isNull();
    assertThat(answer.getItems()).hasSize(4);
    assertThat(answer.getItems())
        .allSatisfy(
            entry -> {
              assertThat(entry.getItemId()).isNotIn("m0", "m2", "m3", "m5");
              assertThat(entry.getTitle()).startsWith("Title ");
              assertThat(entry.getRating()).isBetween(0.5, 5.0);
              assertThat(entry.getReason().getKind()).isNotNull();
            });
    assertThat(users.userRatings("u2", 20, 0, after).getRatings())
        .extracting(UserRating::getItemId)
        .contains("m3");
    String withdrawn = writes.withdraw("u2", "m3").getAfter();
    assertThat(users.userRatings("u2", 20, 0, withdrawn).getRatings())
        .extracting(UserRating::getItemId)
        .doesNotContain("m3");
  }

  @Test
  void shouldEstimateForUsersAndStrangers() throws Exception {
    assertThat(lists.estimate("u4", List.of("m2", "m3"), null).getItems())
        .hasSize(2)
        .allSatisfy(estimate -> assertThat(estimate.getRating()).isBetween(0.5, 5.0));
    StrangerQuestion question =
        new StrangerQuestion()
            .ratings(List.of(new Opinion().itemId("m2").rating(5.0)))
            .items(List.of("m4"));
    assertThat(lists.estimateForStranger(question).getItems())
        .singleElement()
        .satisfies(estimate -> assertThat(estimate.getItemId()).isEqualTo("m4"));
  }

  @Test
  void shouldTellOfItemsAndUsers() throws Exception {
    Item item = items.item("m4");
    assertThat(item.getTitle()).isEqualTo("Title 4");
    assertThat(item.getYear()).isEqualTo(1994);
    assertThat(item.getMean()).isEqualTo(4.5);
    assertThat(
            items
                .similarItems(
                    "m4", 3, "taste", null, null, null, null, null, null, null, null, null, null, 0)
                .getItems())
        .hasSize(3)
        .allSatisfy(neighbour -> assertThat(neighbour.getItem().getItemId()).isNotEqualTo("m4"));
    User user = users.user("u7", null);
    assertThat(user.getKnown()).isTrue();
    assertThat(user.getRatings()).isEqualTo(4);
  }

  @Test
  void shouldTellOfTheModelAndOfDrift() throws Exception {
    assertThat(
            writes
                .postExposure(
                    new Exposure().userId("u1").items(List.of("m1", "m2")).policy("shop-front"))
                .getItems())
        .isEqualTo(2);
    Drift drift = model.drift(10);
    assertThat(drift.getEnabled()).isTrue();
    assertThat(drift.getWindowMs()).isPositive();
    assertThat(drift.getMonitors()).isNotEmpty();
    assertThat(model.accuracy().getPrequential().getRmse()).isBetween(0.0, 3.0);
    assertThat(model.accuracy().getOutcomes()).containsKey("new");
    assertThat(model.model().getLayers()).isNotEmpty();
    assertThat(model.map(10).getVersion()).isNotNull();
    assertThat(model.crosstab(List.of("u1"), List.of("m1", "m2"), null, null).getUsers())
        .singleElement()
        .satisfies(row -> assertThat(row.getRatings()).containsExactly(2.0, null));
  }

  @Test
  void shouldTellOfOperations() throws Exception {
    assertThat(operations.ready().getReady()).isTrue();
    assertThat(operations.live().getStatus()).isNotEmpty();
    assertThat(operations.topology()).contains("learn");
  }

  @Test
  void shouldSayWhatIsWrong() throws Exception {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> recommend("u2", 0, null));
    assertThat(refused.getCode()).isEqualTo(400);
    Problem problem = new JsonMapper().readValue(refused.getResponseBody(), Problem.class);
    assertThat(problem.getParameter()).isEqualTo("n");
    assertThat(problem.getDetail()).contains("between 1 and 1000");
    ApiException unknown =
        catchThrowableOfType(ApiException.class, () -> items.itemById("nobody knows/this"));
    assertThat(unknown.getCode()).isEqualTo(404);
    ApiException inPath =
        catchThrowableOfType(ApiException.class, () -> items.item("nobody knows/this"));
    assertThat(inPath.getCode()).isEqualTo(400);
    assertThat(inPath.getResponseBody()).contains("/v1/item?id=");
  }

  /// The page's producer, for users of several partitions, and then its question.
  @Test
  void shouldRunThePythonOfTheApiPage() throws Exception {
    Optional<Path> python = python();
    Assumptions.assumeTrue(
        python.isPresent(),
        "no python3 that has confluent_kafka and requests: the Python of docs/api.md is not run");
    List<String> scripts = new ArrayList<>();
    Matcher blocks =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/api.md")));
    while (blocks.find()) {
      scripts.add(
          blocks
              .group(1)
              .replace("127.0.0.1:9092", kafka.bootstrapServers())
              .replace("produce(\"ratings\"", "produce(\"" + kafka.names().ratings() + "\"")
              .replace("http://127.0.0.1:8080", eddy.uri("").toString()));
    }
    assertThat(scripts).hasSize(2);
    for (String user : List.of("u2", "u3", "p5", "p7", "p11")) {
      run(python.get(), scripts.getFirst().replace("u2", user));
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(users.userRatings(user, 20, 0, null).getRatings())
                      .extracting(UserRating::getItemId)
                      .contains("m3"));
    }
    assertThat(eddy.count(Outcome.REJECTED)).isZero();
    assertThat(run(python.get(), scripts.getLast()).lines().toList())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches("\\d Title \\d+ [\\d.]+ \\{.*kind.*}"));
  }

  private static Optional<Path> python() throws IOException, InterruptedException {
    List<Path> found =
        Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
                Stream.of("/usr/bin"))
            .map(bin -> Path.of(bin, "python3"))
            .filter(Files::isExecutable)
            .toList();
    for (Path python : found) {
      Process imports =
          new ProcessBuilder(python.toString(), "-c", "import confluent_kafka, requests")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (imports.waitFor() == 0) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  private static String run(Path python, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("timeout", "60", python.toString(), "-c", script)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script + "\n" + output).isZero();
    return output;
  }
}
