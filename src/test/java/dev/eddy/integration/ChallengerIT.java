package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eddy.challenger.Variant;
import dev.eddy.drift.count.Maker;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A challenger learns in the shadow of the model that serves, and takes its place.
class ChallengerIT {

  private static final int RATINGS = 6_000;
  private static final int USERS = 120;
  private static final int ITEMS = 80;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "stream.partitions", "2",
          "learning.factors", "8",
          "challenger.generation", "2",
          "challenger.max-behind", "100",
          "challenger.learning.factors", "12",
          "challenger.learning.rating-noise", "0.4");

  private static final String PROMOTE_2 = "{\"generation\":2,\"force\":true}";

  @TempDir Path folder;

  /// When lists are shown, in a window that ends when the test says so.
  private static final Instant SHOWN = Instant.parse("2024-05-01T12:00:00Z");

  private static final long WINDOW_MS = 60_000;
  private static final double SHARE = 0.4;

  private RunningEddy start(SharedKafka kafka, String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(settings);
    Clock shown = Clock.fixed(SHOWN, ZoneOffset.UTC);
    return RunningEddy.start(kafka, folder.resolve(name), all, shown);
  }

  private static void rate(RunningEddy eddy, int from, int to) {
    Random random = new Random(from);
    for (int n = from; n < to; n++) {
      int user = random.nextInt(USERS);
      int item = random.nextInt(ITEMS);
      double liked = user % 2 == item % 2 ? 4 : 2;
      double rating = Math.clamp(liked + Math.rint(2 * random.nextGaussian()) / 2, 0.5, 5);
      eddy.publisher().publish(Rating.of("u" + user, "i" + item, rating, n * 1_000L));
    }
    eddy.publisher().flush();
  }

  private static JsonNode challenger(RunningEddy eddy) throws IOException, InterruptedException {
    return eddy.get("/v1/accuracy").get("challenger");
  }

  private static HttpResponse<String> promote(RunningEddy eddy, String body)
      throws IOException, InterruptedException {
    return eddy.send(
        HttpRequest.newBuilder(eddy.uri("/v1/admin/challenger/promote"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static int generation(RunningEddy eddy) throws IOException, InterruptedException {
    return eddy.get("/v1/accuracy").get("generation").asInt();
  }

  private static void awaitCaughtUp(RunningEddy eddy, long ratings) {
    await()
        .atMost(RunningEddy.LIMIT)
        .untilAsserted(
            () -> {
              JsonNode challenger = challenger(eddy);
              assertThat(challenger.get("behind").asLong(-1)).isZero();
              assertThat(challenger.get("prequential").get("n").asLong()).isEqualTo(ratings);
            });
  }

  @Test
  void shouldLearnInTheShadowAndTakeOverWithoutAGap() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("challenger");
    long scored;
    try (RunningEddy eddy = start(kafka, "one", Map.of())) {
      rate(eddy, 0, RATINGS);
      HttpResponse<String> early = promote(eddy, PROMOTE_2);
      assertThat(early.statusCode()).as(early.body()).isEqualTo(409);
      assertThat(early.body()).containsAnyOf("records behind", "still loading");
      assertThat(generation(eddy)).as("nothing is changed").isEqualTo(1);
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> eddy.get("/v1/accuracy").get("prequential").get("n").asLong() >= RATINGS);
      scored = eddy.get("/v1/accuracy").get("prequential").get("n").asLong();
      awaitCaughtUp(eddy, scored);
      assertStandsBeside(eddy, scored);
      JsonNode model = eddy.get("/v1/model");
      promoteUnderLoad(eddy);
      assertThat(eddy.get("/v1/model")).isNotEqualTo(model);
      assertThat(challenger(eddy).get("generation").asInt()).isEqualTo(1);
    }
    try (RunningEddy again = start(kafka, "one", Map.of())) {
      assertThat(generation(again)).as("after a restart").isEqualTo(2);
      awaitCaughtUp(again, scored);
      assertThat(promote(again, "{\"generation\":1,\"force\":true}").statusCode()).isEqualTo(200);
      assertThat(generation(again)).as("the way back").isEqualTo(1);
    }
  }

  @Test
  void shouldHoldBackAtTheStartWhatWasPromotedButIsFarBehind() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("challenger-back");
    try (RunningEddy eddy = start(kafka, "one", Map.of())) {
      rate(eddy, 0, 1_000);
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = promote(eddy, PROMOTE_2);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
              });
    }
    beginAnew(kafka, 2);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger log = (Logger) LoggerFactory.getLogger("dev.eddy.app.instance.Contest");
    log.addAppender(said);
    try (RunningEddy again = start(kafka, "one", Map.of())) {
      assertThat(said.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(
              line ->
                  line.startsWith("Generation 2 was promoted, but is ")
                      && line.contains("until it has caught up, generation 1 serves"));
      await().atMost(RunningEddy.LIMIT).until(() -> generation(again) == 2);
    } finally {
      log.detachAppender(said);
    }
  }

  /// Lets a generation read its ratings from their beginning, as one does whose state was deleted.
  private static void beginAnew(SharedKafka kafka, int generation) throws Exception {
    TopicNames names = new TopicNames(kafka.names().namespace(), generation);
    try (Admin admin =
        Admin.create(
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (int partition = 0; partition < 2; partition++) {
        offsets.put(new TopicPartition(names.ratings(), partition), new OffsetAndMetadata(0));
      }
      admin.alterConsumerGroupOffsets(names.applicationId(), offsets).all().get();
    }
  }

  @Test
  void shouldChangeOverOnAllInstances() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("challengers");
    Map<String, String> share = Map.of("challenger.share", "0.5");
    try (RunningEddy first = start(kafka, "first", share);
        RunningEddy second = start(kafka, "second", share)) {
      rate(first, 0, 1_000);
      // Of both at once: partitions of the one that was first may still move to the other.
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () -> {
                for (RunningEddy eddy : List.of(first, second)) {
                  JsonNode challenger = challenger(eddy);
                  assertThat(challenger.path("behind").asLong(-1)).isZero();
                  assertThat(challenger.path("hindrance").asText())
                      .doesNotContain("moving")
                      .doesNotContain("loading");
                  assertThat(eddy.get("/v1/users").get("total").asInt()).isEqualTo(USERS);
                }
              });
      try (SteadyRequests requests = SteadyRequests.start(second, USERS)) {
        await().atMost(RunningEddy.LIMIT).until(() -> requests.answered() > 50);
        assertThat(promote(first, PROMOTE_2).statusCode()).isEqualTo(200);
        await().atMost(RunningEddy.LIMIT).until(() -> generation(second) == 2);
        long before = requests.answered();
        await().atMost(RunningEddy.LIMIT).until(() -> requests.answered() > before + 50);
        assertThat(requests.failures()).isEmpty();
      }
      for (int user = 0; user < USERS; user += 11) {
        String target = "/v1/users/u" + user + "/recommendations";
        await()
            .atMost(RunningEddy.LIMIT)
            .untilAsserted(() -> assertThat(first.get(target)).isEqualTo(second.get(target)));
      }
    }
  }

  @Test
  void shouldServeAShareOfTheUsersAndTellWhatComesOfIt() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("challenger-share");
    Map<String, String> settings =
        Map.of(
            "stream.partitions", "1", // what was shown is counted before what ends the window
            "challenger.share", Double.toString(SHARE),
            "drift.window-ms", Long.toString(WINDOW_MS));
    try (RunningEddy eddy = start(kafka, "one", settings)) {
      int ratings = 2_000;
      rate(eddy, 0, ratings);
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> eddy.get("/v1/accuracy").at("/prequential/n").asLong() == ratings);
      awaitCaughtUp(eddy, ratings);
      awaitBothServe(eddy, "once it has caught up");
      List<String> firsts = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        JsonNode list = eddy.get("/v1/users/u" + user + "/recommendations");
        assertThat(list.get("variant").asText())
            .as("user %d; %s", user, challenger(eddy).path("hindrance"))
            .isEqualTo(variant(user).label());
        firsts.add(list.at("/items/0/itemId").asText());
      }
      String counted = "eddy_exposures_total{outcome=\"counted\"} %d.0".formatted(USERS);
      await().atMost(RunningEddy.LIMIT).until(() -> metrics(eddy).contains(counted));
      for (int user = 0; user < USERS; user += 3) {
        eddy.publisher()
            .publish(Rating.of("u" + user, firsts.get(user), 5, SHOWN.toEpochMilli() + 1_000));
      }
      eddy.publisher().flush();
      assertThat(variants(eddy).at("/champion/lists").asInt()).as("the window goes on").isZero();
      eddy.publisher().publish(Rating.of("clock", "i1", 3, SHOWN.toEpochMilli() + 2 * WINDOW_MS));
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> variants(eddy).at("/challenger/lists").asInt() > 0);
      assertTaken(variants(eddy).get("champion"), new Maker(Variant.CHAMPION, 1));
      assertTaken(variants(eddy).get("challenger"), new Maker(Variant.CHALLENGER, 2));
      assertThat(eddy.get("/v1/drift").get("variants")).hasSize(2);
      assertThat(metrics(eddy))
          .contains(
              "eddy_variant_lists{variant=\"challenger\"} %d.0"
                  .formatted(users(Variant.CHALLENGER).count()));
      promoteUnderLoad(eddy);
      awaitBothServe(eddy, "after a promotion");
      assertThat(variants(eddy).at("/champion/generation").asInt()).isEqualTo(2);
      assertThat(variants(eddy).at("/challenger/generation").asInt()).isEqualTo(1);
      assertThat(eddy.get("/v1/drift").get("variants")).as("as the other model says").hasSize(2);
      assertThat(variants(eddy).at("/champion/taken").asInt()).as("of another model").isZero();
    }
  }

  private static Variant variant(int user) {
    return Variant.of("u" + user, SHARE);
  }

  private static IntStream users(Variant variant) {
    return IntStream.range(0, USERS).filter(user -> variant(user) == variant);
  }

  private static long choices(Variant variant) {
    return users(variant).filter(user -> user % 3 == 0).count();
  }

  private static JsonNode variants(RunningEddy eddy) throws IOException, InterruptedException {
    return eddy.get("/v1/accuracy").get("variants");
  }

  private static void awaitBothServe(RunningEddy eddy, String when) {
    for (Variant variant : Variant.values()) {
      String user = "u" + users(variant).findFirst().orElseThrow();
      await(when)
          .atMost(RunningEddy.LIMIT)
          .until(
              () ->
                  eddy.get("/v1/users/" + user + "/recommendations?log=false")
                      .get("variant")
                      .asText()
                      .equals(variant.label()));
    }
  }

  private static String metrics(RunningEddy eddy) throws IOException, InterruptedException {
    return eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body();
  }

  private static void assertTaken(JsonNode variant, Maker maker) {
    long lists = users(maker.variant()).count();
    long choices = choices(maker.variant());
    assertThat(variant.get("generation").asInt()).isEqualTo(maker.generation());
    assertThat(variant.get("lists").asLong()).isEqualTo(lists);
    assertThat(variant.get("choices").asLong()).isEqualTo(choices);
    assertThat(variant.get("taken").asLong()).isEqualTo(choices);
    assertThat(variant.get("takenPerList").asDouble())
        .isCloseTo((double) choices / lists, within(1e-4));
  }

  private static void assertStandsBeside(RunningEddy eddy, long scored) throws Exception {
    JsonNode challenger = challenger(eddy);
    assertThat(challenger.get("generation").asInt()).isEqualTo(2);
    JsonNode paired = challenger.get("paired");
    assertThat(paired.get("n").asLong() + paired.get("unpaired").asLong())
        .isGreaterThanOrEqualTo(scored);
    assertThat(paired.get("n").asLong()).isGreaterThan(scored / 2);
    assertThat(paired.get("low").asDouble()).isLessThan(paired.get("mseDifference").asDouble());
    assertThat(paired.get("high").asDouble()).isGreaterThan(paired.get("mseDifference").asDouble());
    assertThat(metrics(eddy))
        .contains("eddy_champion_generation 1.0", "eddy_challenger_generation 2.0")
        .containsOnlyOnce("# TYPE eddy_index_items ");
  }

  private static void promoteUnderLoad(RunningEddy eddy) throws Exception {
    try (SteadyRequests requests = SteadyRequests.start(eddy, USERS)) {
      await().atMost(RunningEddy.LIMIT).until(() -> requests.answered() > 100);
      HttpResponse<String> promoted = promote(eddy, PROMOTE_2);
      assertThat(promoted.statusCode()).as(promoted.body()).isEqualTo(200);
      assertThat(new JsonMapper().readTree(promoted.body()).get("generation").asInt()).isEqualTo(2);
      assertThat(generation(eddy)).isEqualTo(2);
      assertThat(promote(eddy, PROMOTE_2).body()).as("sent again").isEqualTo(promoted.body());
      assertThat(generation(eddy)).as("sent again").isEqualTo(2);
      long before = requests.answered();
      await().atMost(RunningEddy.LIMIT).until(() -> requests.answered() > before + 100);
      assertThat(requests.failures()).isEmpty();
    }
  }
}
