package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.app.command.generation.ExportCommand;
import dev.eddy.app.command.generation.ImportCommand;
import dev.eddy.app.command.generation.RebuildCommand;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.snapshot.GenerationPrimer;
import dev.eddy.app.snapshot.SnapshotTaker;
import dev.eddy.app.snapshot.Steps;
import dev.eddy.event.EventFilter;
import dev.eddy.event.Rating;
import dev.eddy.fixture.Programs;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import dev.eddy.snapshot.ChoiceLine;
import dev.eddy.snapshot.JsonLines;
import dev.eddy.snapshot.Manifest;
import dev.eddy.snapshot.SnapshotFiles;
import dev.eddy.snapshot.SnapshotFolder;
import dev.eddy.stream.record.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Snapshots of a deployment that goes on learning, and new generations that begin with them.
class SnapshotIT {

  private static final int USERS = 300;
  private static final int ITEMS = 80;
  private static final long START_MS = 1_700_000_000_000L;
  private static final Map<String, String> SETTINGS =
      Map.of("stream.partitions", "3", "learning.factors", "8");

  @TempDir static Path folder;

  /// Each test has a namespace of its own within it.
  private static final SharedKafka KAFKA = SharedKafka.namespace("snapshots");

  private static List<Rating> ratings(SplittableRandom random, int n, long fromMs) {
    List<Rating> ratings = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int user = random.nextInt(USERS);
      int item = random.nextInt(ITEMS);
      double rating = 1 + ((user + item) % 5 + random.nextInt(5)) / 2.0;
      ratings.add(Rating.of("u" + user, "m" + item, rating, fromMs + i));
    }
    return ratings;
  }

  @Test
  void shouldBeConsistentWhileLearningGoesOn() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    Map<String, String> other = Map.of("stream.namespace", "snapshots-while-");
    try (RunningEddy eddy = start("state", other)) {
      eddy.publisher().publishAndWait(ratings(random, 20_000, START_MS));
      AtomicBoolean done = new AtomicBoolean();
      Thread producer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 1; !done.get(); round++) {
                      eddy.publisher()
                          .publishAndWait(ratings(random, 200, START_MS + 100_000L * round));
                    }
                  });
      try {
        for (int n = 0; n < 3; n++) {
          Path out = folder.resolve("snapshot-" + n);
          Manifest manifest = new SnapshotTaker(settings(other)).take(out, Steps.UNSEEN);
          assertThat(SnapshotFolder.open(out).manifest()).isEqualTo(manifest);
        }
      } finally {
        done.set(true);
        producer.join();
      }
    }
  }

  @Test
  void shouldGoOnBehindTheSnapshotInANewGeneration() throws Exception {
    Map<String, String> other = Map.of("stream.namespace", "snapshots-back-");
    Path out = folder.resolve("rollback");
    SplittableRandom random = new SplittableRandom(12);
    try (RunningEddy eddy = start("state-back-1", other)) {
      eddy.publisher().publishAndWait(ratings(random, 6_000, START_MS));
      await().atMost(RunningEddy.LIMIT).until(() -> eddy.count(Outcome.NEW) > 1_000);
      Manifest manifest = new SnapshotTaker(settings(other)).take(out, Steps.UNSEEN);
      eddy.publisher().forgetAndWait("u7");
      eddy.publisher().publishAndWait(ratings(random, 4_000, START_MS + 6_000));
      awaitLearned(eddy, 10_001);

      Map<String, String> second = new HashMap<>(other);
      second.put("stream.generation", "2");
      GenerationPrimer.Primed primed =
          new GenerationPrimer(settings(second)).prime(out, List.of(), Steps.UNSEEN);
      long contained = manifest.partitions().stream().mapToLong(Manifest.Partition::next).sum();
      assertThat(primed.continues()).isTrue();
      assertThat(primed.behind()).isEqualTo(10_001 - contained);
      assertThat(primed.users()).isEqualTo(manifest.counts().users());
      try (RunningEddy again = start("state-back-2", second)) {
        awaitLearned(again, 10_001);
        for (Outcome outcome : Outcome.values()) {
          assertThat(again.count(outcome)).as(outcome.label()).isEqualTo(eddy.count(outcome));
        }
        again.awaitSums(eddy.userSum());
        assertSameChoices(snapshot(other, "choices-before"), snapshot(second, "choices-after"));
        for (int user = 0; user < USERS; user += 7) {
          JsonNode before = eddy.get("/v1/users/u" + user + "/ratings?n=100");
          assertThat(again.get("/v1/users/u" + user + "/ratings?n=100")).isEqualTo(before);
        }
      }
      assertThatThrownBy(
              () -> new GenerationPrimer(settings(second)).prime(out, List.of(), Steps.UNSEEN))
          .hasMessageContaining("generation 2 is in use");
    }
  }

  @Test
  void shouldLeaveOutThePoisonedEventsOfARollback() throws Exception {
    Map<String, String> other = Map.of("stream.namespace", "snapshots-poison-");
    Path out = folder.resolve("before-poison");
    SplittableRandom random = new SplittableRandom(13);
    try (RunningEddy eddy = start("state-poison-1", other)) {
      eddy.publisher().publishAndWait(ratings(random, 2_000, START_MS));
      awaitLearned(eddy, 2_000);
      new SnapshotTaker(settings(other)).take(out, Steps.UNSEEN);
      List<Rating> poison = new ArrayList<>();
      for (int user = 0; user < 100; user++) {
        poison.add(
            Rating.plain(
                "bot" + user, "m1", OptionalDouble.of(5), START_MS + 10_000, 1, "bots", ""));
      }
      eddy.publisher().publishAndWait(poison);
      eddy.publisher().publishAndWait(ratings(random, 500, START_MS + 20_000));
      awaitLearned(eddy, 2_600);
      Map<String, String> second = new HashMap<>(other);
      second.put("stream.generation", "2");
      new GenerationPrimer(settings(second))
          .prime(out, List.of(EventFilter.parse("source=bots")), Steps.UNSEEN);
      try (RunningEddy again = start("state-poison-2", second)) {
        awaitLearned(again, 2_600);
        assertThat(again.count(Outcome.LEFT_OUT)).isEqualTo(100);
        again.awaitSums(eddy.userSum() - 100);
      }
    }
  }

  @Test
  void shouldBeginADeploymentOfAnotherNumberOfPartitions() throws Exception {
    Map<String, String> other = Map.of("stream.namespace", "snapshots-old-");
    Path out = folder.resolve("moved");
    SplittableRandom random = new SplittableRandom(14);
    Map<String, String> moved =
        Map.of("stream.namespace", "snapshots-new-", "stream.partitions", "5");
    try (RunningEddy eddy = start("state-old", other)) {
      eddy.publisher().publishItemAndWait("m1", json("{\"itemId\":\"m1\",\"title\":\"One\"}"));
      eddy.publisher().publishAndWait(ratings(random, 3_000, START_MS));
      awaitLearned(eddy, 3_000);
      new SnapshotTaker(settings(other)).take(out, Steps.UNSEEN);
      GenerationPrimer.Primed primed =
          new GenerationPrimer(settings(moved)).prime(out, List.of(), Steps.UNSEEN);
      assertThat(primed.continues()).isFalse();
      assertThat(primed.behind()).isZero();
      try (RunningEddy again = start("state-new", moved)) {
        again.awaitSums(eddy.userSum());
        assertThat(again.get("/v1/items/m1").get("title").asText()).isEqualTo("One");
        String ask = "/v1/users/u5/estimates?items=m1,m2,m3";
        assertThat(again.get(ask)).isEqualTo(eddy.get(ask));
        again.publisher().publishAndWait(ratings(random, 1_000, START_MS + 10_000));
        awaitLearned(again, 4_000);
        again.awaitSums(again.userSum());
      }
    }
    assertThatThrownBy(
            () ->
                new GenerationPrimer(settings(Map.of("events.scale-max", "10")))
                    .prime(out, List.of(), Steps.UNSEEN))
        .hasMessageContaining("the scale of its ratings is 0.5 to 5.0");
    assertThatThrownBy(
            () ->
                new GenerationPrimer(settings(Map.of("learning.factors", "9")))
                    .prime(out, List.of(), Steps.UNSEEN))
        .hasMessageContaining("learned with the model");
  }

  @Test
  void shouldGoOnWithAnotherNumberOfPartitions() throws Exception {
    Map<String, String> three = Map.of("stream.namespace", "snapshots-more-");
    Map<String, String> five =
        Map.of(
            "stream.namespace", "snapshots-more-",
            "stream.generation", "2",
            "stream.repartition", "true",
            "stream.partitions", "5");
    Path out = folder.resolve("three");
    SplittableRandom random = new SplittableRandom(16);
    try (RunningEddy eddy = start("state-three", three)) {
      eddy.publisher().publishUserAndWait("u3", json("{\"userId\":\"u3\",\"age\":33}"));
      eddy.publisher().publishAndWait(ratings(random, 2_000, START_MS));
      awaitLearned(eddy, 2_000);
      new SnapshotTaker(settings(three)).take(out, Steps.UNSEEN);
      eddy.publisher().forgetAndWait("u9");
      eddy.publisher().publishAndWait(ratings(random, 500, START_MS + 10_000));
      awaitLearned(eddy, 2_501);
      new GenerationPrimer(settings(five)).prime(out, List.of(), Steps.UNSEEN);
      try (RunningEddy again = start("state-five", five)) {
        awaitLearned(again, 2_501);
        again.awaitSums(eddy.userSum());
        assertThat(again.engine().tasks().all()).hasSize(5);
        await().atMost(RunningEddy.LIMIT).until(() -> again.engine().generations().behind(2) == 0);
        await()
            .atMost(RunningEddy.LIMIT)
            .until(
                () ->
                    again.get("/v1/users/u3").path("attributes").path("age").asText().equals("33"));
      }
      Map<String, String> rebuilt = new HashMap<>(five);
      rebuilt.put("stream.generation", "3");
      assertThat(eddy.engine().generations().behind(3)).isEqualTo(2_501);
      assertThat(
              run(
                  new RebuildCommand(),
                  more(rebuilt, "state-rebuilt"),
                  "--generation=3",
                  "--partitions=5"))
          .isZero();
      assertThat(eddy.engine().generations().behind(3)).isLessThan(2_501);
      try (RunningEddy again = start("state-rebuilt", rebuilt)) {
        awaitLearned(again, 2_501);
        again.awaitSums(eddy.userSum());
        await()
            .atMost(RunningEddy.LIMIT)
            .untilAsserted(
                () ->
                    assertThat(again.get("/v1/admin/models").get("models"))
                        .hasSize(3)
                        .allSatisfy(model -> assertThat(model.get("behind").asLong()).isZero()));
      }
    }
  }

  @Test
  void shouldMakeASnapshotWhenAskedOverHttp() throws Exception {
    Path all = folder.resolve("all");
    Map<String, String> other =
        Map.of("stream.namespace", "snapshots-http-", "snapshot.dir", all.toString());
    try (RunningEddy eddy = start("state-http", other)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(17), 500, START_MS));
      awaitLearned(eddy, 500);
      HttpResponse<String> begun =
          eddy.send(
              HttpRequest.newBuilder(eddy.uri("/v1/admin/snapshots"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
      await()
          .atMost(RunningEddy.LIMIT)
          .until(() -> eddy.get("/v1/admin/snapshots/1").get("state").asText().equals("done"));
      Path made = Path.of(eddy.get("/v1/admin/snapshots/1").get("folder").asText());
      assertThat(made.getParent()).isEqualTo(all);
      assertThat(SnapshotFolder.open(made).manifest().counts().ratings()).isEqualTo(eddy.userSum());
    }
  }

  @Test
  void shouldTellOtherProgramsWhatItPredicts() throws Exception {
    assumeNumpy();
    Map<String, String> other = Map.of("stream.namespace", "snapshots-numpy-");
    Path out = folder.resolve("numpy");
    try (RunningEddy eddy = start("state-numpy", other)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(15), 3_000, START_MS));
      eddy.awaitSums(standing(eddy, 3_000));
      new SnapshotTaker(settings(other)).take(out, Steps.UNSEEN);
      List<String> asked = new ArrayList<>();
      List<Double> expected = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        Optional<UserState> state = eddy.backend().localUsers().learned("u" + user);
        int item = user % ITEMS;
        asked.add("u" + user + "\tm" + item);
        expected.add((double) predict(eddy.backend(), state.orElseThrow(), "m" + item));
      }
      List<String> told =
          Programs.run(
                  "sh",
                  "-c",
                  "python3 \"$0\" \"$1\" < \"$2\"",
                  script(0).toString(),
                  out.toString(),
                  Files.write(folder.resolve("asked"), asked).toString())
              .lines()
              .toList();
      assertThat(told).hasSameSizeAs(expected);
      for (int i = 0; i < told.size(); i++) {
        assertThat(Double.parseDouble(told.get(i)))
            .as(asked.get(i))
            .isCloseTo(expected.get(i), within(1e-5));
      }
    }
  }

  private static float predict(Backend backend, UserState user, String item) {
    ItemIndex index = backend.index();
    return backend.model().predict(index.shared(), user.row(), index.values(index.number(item)));
  }

  @Test
  void shouldBeginWithFactorsThatWereTrainedElsewhere() throws Exception {
    assumeNumpy();
    Path out = folder.resolve("foreign");
    List<String> rows = new ArrayList<>(List.of("userId,movieId,rating,timestamp"));
    for (int n = 0; n < 40; n++) {
      rows.add("u%d,m%d,%s,0".formatted(n % 8, n % 5, n % 5 == 0 ? 5 : 2));
    }
    Path batch = Files.write(folder.resolve("batch.csv"), rows);
    Programs.run(
        "python3",
        script(1).toString(),
        batch.toString(),
        out.toString(),
        SETTINGS.get("learning.factors"));
    Map<String, String> other = Map.of("stream.namespace", "snapshots-foreign-");
    GenerationPrimer.Primed primed =
        new GenerationPrimer(settings(other)).prime(out, List.of(), Steps.UNSEEN);
    assertThat(primed.items()).isEqualTo(5);
    assertThat(run(new ImportCommand(), more(other, "none"), out.toString(), "--generation=2"))
        .isZero();
    assertThat(run(new ExportCommand(), more(other, "none"), "--out=" + folder.resolve("again")))
        .isZero();
    assertThat(SnapshotFolder.open(folder.resolve("again")).manifest().counts().items())
        .isEqualTo(5);
    try (RunningEddy eddy = start("state-foreign", other)) {
      assertThat(eddy.engine().index().size()).isEqualTo(5);
      JsonNode estimates = eddy.get("/v1/users/nobody/estimates?items=m0,m1").get("items");
      assertThat(estimates.get(0).get("rating").asDouble()).isGreaterThan(4);
      assertThat(estimates.get(1).get("rating").asDouble()).isBetween(1.5, 2.8);
      float[] before = eddy.engine().index().values(eddy.engine().index().number("m0")).clone();
      eddy.publisher().publishAndWait(List.of(Rating.of("u1", "m0", 5, START_MS)));
      eddy.awaitSums(1);
      float[] after = eddy.engine().index().values(eddy.engine().index().number("m0"));
      assertThat(after[0]).isNotEqualTo(before[0]).isCloseTo(before[0], within(0.1f));
    }
  }

  private static void assumeNumpy() throws Exception {
    Programs.assume("python3", "python3");
    Assumptions.assumeTrue(
        Programs.succeeds("python3", "-c", "import numpy"),
        "python3 has no numpy (Debian: python3-numpy)");
  }

  /// Returns a program of the page that describes the format.
  private static Path script(int number) throws IOException {
    List<String> programs =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/formats.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    return Files.writeString(folder.resolve("program-" + number + ".py"), programs.get(number));
  }

  private static Map<String, String> more(Map<String, String> settings, String state) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(settings);
    all.put("stream.bootstrap-servers", KAFKA.bootstrapServers());
    all.put("stream.state-dir", folder.resolve(state).toString());
    return all;
  }

  /// Runs a command as the command line does, and returns its exit code.
  private static int run(Object command, Map<String, String> settings, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    settings.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    return new CommandLine(command).execute(arguments.toArray(new String[0]));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long standing(RunningEddy eddy, long records) {
    awaitLearned(eddy, records);
    return eddy.userSum();
  }

  private static Path snapshot(Map<String, String> settings, String name) {
    Path out = folder.resolve(name);
    new SnapshotTaker(settings(settings)).take(out, Steps.UNSEEN);
    return out;
  }

  private static void assertSameChoices(Path one, Path other) throws IOException {
    Map<String, Double> expected = choices(one);
    assertThat(expected).hasSize(ITEMS);
    choices(other)
        .forEach(
            (item, count) ->
                assertThat(count).as(item).isCloseTo(expected.get(item), within(1e-3)));
  }

  /// Returns how often each item was chosen.
  private static Map<String, Double> choices(Path snapshot) throws IOException {
    Map<String, Double> counts = new HashMap<>();
    try (JsonLines.Reader<ChoiceLine> lines =
        new JsonLines.Reader<>(snapshot.resolve(SnapshotFiles.CHOICES), ChoiceLine.class)) {
      for (ChoiceLine line = lines.next(); line != null; line = lines.next()) {
        counts.put(line.itemId(), line.count());
      }
    }
    return counts;
  }

  @Test
  void shouldKeepChoicesWhereAllStateIsLost() throws Exception {
    Map<String, String> other = Map.of("stream.namespace", "snapshots-lost-");
    SplittableRandom random = new SplittableRandom(18);
    Map<String, Double> before;
    try (RunningEddy eddy = start("state-lost-1", other)) {
      eddy.publisher().publishAndWait(ratings(random, 2_000, START_MS));
      eddy.awaitSums(standing(eddy, 2_000));
      before = choices(snapshot(other, "lost-before"));
    }
    try (RunningEddy again = start("state-lost-2", other)) {
      for (int item = 0; item < ITEMS; item++) {
        again.publisher().publish(Rating.of("late", "m" + item, 4, START_MS + 10_000 + item));
      }
      again.publisher().flush();
      awaitLearned(again, 2_000 + ITEMS);
      Map<String, Double> after = choices(snapshot(other, "lost-after"));
      assertThat(after).hasSameSizeAs(before);
      after.forEach(
          (item, count) ->
              assertThat(count).as(item).isCloseTo(before.get(item) + 1, within(1e-3)));
    }
  }

  private static RunningEddy start(String state, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(more);
    return RunningEddy.start(KAFKA.bootstrapServers(), folder.resolve(state), all);
  }

  private static void awaitLearned(RunningEddy eddy, long records) {
    await()
        .atMost(RunningEddy.LIMIT)
        .until(() -> Arrays.stream(Outcome.values()).mapToLong(eddy::count).sum() == records);
  }

  private static Settings settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.put("stream.bootstrap-servers", KAFKA.bootstrapServers());
    all.putAll(more);
    return new SettingsLoader(Map.of()).load(Map.of(), null, all);
  }
}
