package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.command.generation.ImportCommand;
import dev.eddy.app.command.generation.RebuildCommand;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.app.snapshot.GenerationPrimer;
import dev.eddy.app.snapshot.SnapshotTaker;
import dev.eddy.app.snapshot.Steps;
import dev.eddy.event.EventFilter;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.Generations;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// New generations that leave out what was bad, while others go on rating.
class RollbackIT {

  private static final int USERS = 200;
  private static final int ITEMS = 60;
  private static final long START_MS = 1_700_000_000_000L;

  private static final SharedKafka KAFKA = SharedKafka.namespace("rollback");

  @TempDir Path folder;

  /// Ratings of many, of bots, and records that are none, until it is closed.
  private static final class Traffic implements AutoCloseable {

    final AtomicLong good = new AtomicLong();
    final AtomicLong bots = new AtomicLong();
    final AtomicLong invalid = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(21);
    private final RunningEddy eddy;
    private final AtomicBoolean done = new AtomicBoolean();
    private final CompletableFuture<Void> running;
    private long nowMs;

    Traffic(RunningEddy eddy, long fromMs) {
      this.eddy = eddy;
      nowMs = fromMs;
      running = CompletableFuture.runAsync(this::run);
    }

    private void run() {
      while (!done.get()) {
        eddy.publisher().publishAndWait(ratings(random, 20, nowMs));
        eddy.publisher().publishAndWait(List.of(ofBot("bot" + random.nextInt(50), "m1", nowMs)));
        eddy.publisher().publishRaw(bytes("u1"), bytes("{\"userId\":\"u1\"}"));
        eddy.publisher().flush();
        good.addAndGet(20);
        bots.incrementAndGet();
        invalid.incrementAndGet();
        nowMs += 1_000;
      }
    }

    long all() {
      return good.get() + bots.get() + invalid.get();
    }

    void stop() {
      done.set(true);
      running.join();
    }

    @Override
    public void close() {
      stop();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Rating> ratings(SplittableRandom random, int n, long fromMs) {
    List<Rating> ratings = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int rating = 1 + random.nextInt(5);
      ratings.add(
          Rating.of("u" + random.nextInt(USERS), "m" + random.nextInt(ITEMS), rating, fromMs + i));
    }
    return ratings;
  }

  private static Rating ofBot(String user, String item, long atMs) {
    return Rating.plain(user, item, OptionalDouble.of(5), atMs, 1, "bots", "");
  }

  private Map<String, String> settings(String namespace, int generation) {
    Map<String, String> settings = new HashMap<>();
    settings.put("stream.bootstrap-servers", KAFKA.bootstrapServers());
    settings.put("stream.namespace", KAFKA.topic(namespace));
    settings.put("stream.generation", Integer.toString(generation));
    settings.put("stream.state-dir", folder.resolve("state-" + generation).toString());
    settings.put("stream.partitions", "3");
    settings.put("learning.factors", "8");
    return settings;
  }

  private RunningEddy start(Map<String, String> settings) {
    return RunningEddy.start(
        KAFKA.bootstrapServers(), Path.of(settings.get("stream.state-dir")), settings);
  }

  private static Settings load(Map<String, String> settings) {
    return new SettingsLoader(Map.of()).load(Map.of(), null, settings);
  }

  private static long learned(RunningEddy eddy) {
    return Arrays.stream(Outcome.values()).mapToLong(eddy::count).sum();
  }

  private static void awaitLearned(RunningEddy eddy, long records) {
    await().atMost(RunningEddy.LIMIT).until(() -> learned(eddy) == records);
  }

  @Test
  void shouldCountEachEventOnceWhileOthersGoOnRating() throws Exception {
    Map<String, String> first = settings("back-", 1);
    Map<String, String> second = settings("back-", 2);
    Path snapshot = folder.resolve("snapshot");
    try (RunningEddy eddy = start(first)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(20), 3_000, START_MS));
      awaitLearned(eddy, 3_000);
      new SnapshotTaker(load(first)).take(snapshot, Steps.UNSEEN);
      try (Traffic traffic = new Traffic(eddy, START_MS + 10_000)) {
        await().until(() -> traffic.all() > 500); // after the snapshot, before the rollback
        eddy.publisher().forgetAndWait("u7");
        GenerationPrimer.Primed primed =
            new GenerationPrimer(load(second))
                .prime(snapshot, List.of(EventFilter.parse("source=bots")), Steps.UNSEEN);
        assertThat(primed.behind()).isGreaterThan(500);
        try (RunningEddy again = start(second)) {
          long sinceStart = traffic.all();
          await().atMost(RunningEddy.LIMIT).until(() -> learned(again) > 3_000 + sinceStart);
          eddy.publisher().forgetAndWait("u8");
          traffic.stop();
          long all = 3_000 + 2 + traffic.all();
          awaitLearned(eddy, all);
          awaitLearned(again, all);
          assertThat(again.count(Outcome.LEFT_OUT)).isEqualTo(traffic.bots.get());
          assertThat(again.count(Outcome.REJECTED)).isEqualTo(traffic.invalid.get());
          assertThat(again.count(Outcome.FORGOTTEN)).isEqualTo(2);
          eddy.awaitSums(eddy.userSum());
          again.awaitSums(eddy.userSum() - ofBots(eddy));
          assertSameRatings(again, eddy);
        }
      }
    }
  }

  @Test
  void shouldLearnAnewWithoutThePoisonedHourWhileOthersGoOnRating() throws Exception {
    Map<String, String> first = settings("anew-", 1);
    Map<String, String> second = settings("anew-", 2);
    try (RunningEddy eddy = start(first)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(22), 1_000, START_MS));
      eddy.publisher().publishAndWait(List.of(Rating.of("gone", "m1", 4, START_MS)));
      eddy.publisher().forgetAndWait("gone");
      Instant from = nextMs();
      List<Rating> poison = new ArrayList<>();
      for (int user = 0; user < 40; user++) {
        poison.add(Rating.of("u" + user, "poisoned", 5, START_MS));
      }
      eddy.publisher().publishAndWait(poison);
      Instant to = nextMs();
      for (int item = 0; item < 5; item++) {
        eddy.publisher().publishAndWait(List.of(Rating.of("loud", "m" + item, 5, START_MS)));
      }
      try (Traffic traffic = new Traffic(eddy, START_MS + 10_000)) {
        assertThat(
                run(
                    new RebuildCommand(),
                    second,
                    "--generation=2",
                    "--leave-out=from=" + from + ",to=" + to,
                    "--leave-out=user=loud"))
            .isZero();
        long sinceRebuild = traffic.all();
        assertThat(eddy.engine().generations().behind(2)).isLessThan(sinceRebuild);
        try (RunningEddy again = start(second)) {
          traffic.stop();
          long all = 1_000 + 2 + 40 + 5 + traffic.all();
          awaitLearned(eddy, all);
          awaitLearned(again, all);
          assertThat(again.count(Outcome.LEFT_OUT)).isEqualTo(40 + 5);
          assertThat(again.count(Outcome.REJECTED)).isEqualTo(traffic.invalid.get());
          again.awaitSums(eddy.userSum() - 40 - 5);
          assertThat(again.backend().localUsers().learned("gone").orElseThrow().known()).isFalse();
          assertThat(again.backend().localUsers().learned("loud").orElseThrow().known()).isFalse();
        }
      }
    }
    assertThat(run(new RebuildCommand(), second, "--generation=2", "--leave-out=user=u1"))
        .isNotZero(); // what it leaves out is settled
  }

  @Test
  void shouldPrimeOneAtATimeAndTakeBackWhatIsInterrupted() throws Exception {
    Map<String, String> first = settings("claim-", 1);
    Settings second = load(settings("claim-", 2));
    Settings third = load(settings("claim-", 3));
    Path snapshot = folder.resolve("snapshot");
    try (RunningEddy eddy = start(first)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(23), 500, START_MS));
      awaitLearned(eddy, 500);
      new SnapshotTaker(load(first)).take(snapshot, Steps.UNSEEN);
      assertThatThrownBy(
              () ->
                  new GenerationPrimer(second)
                      .prime(
                          snapshot,
                          List.of(),
                          (step, done, total) -> Thread.currentThread().interrupt()))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      await()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(
              () ->
                  assertThat(eddy.engine().generations().list())
                      .extracting(Generations.Generation::generation)
                      .containsExactly(1));
      List<String> refusals = new ArrayList<>();
      new GenerationPrimer(second)
          .prime(
              snapshot,
              List.of(),
              (step, done, total) -> {
                if (done == 1) {
                  refusals.add(refusal(() -> new GenerationPrimer(third).prime(List.of())));
                  refusals.add(refusal(() -> new GenerationPrimer(second).prime(List.of())));
                }
              });
      assertThat(refusals)
          .hasSize(2)
          .allSatisfy(text -> assertThat(text).contains("generation 2 is being primed. Wait"));
      assertThat(refusal(() -> new GenerationPrimer(second).prime(List.of())))
          .contains("generation 2 is in use", "without --leave-out");
      assertThat(eddy.engine().generations().list())
          .extracting(Generations.Generation::generation)
          .containsExactly(1, 2);
    }
  }

  @Test
  void shouldWaitUntilInstancesHaveCaughtUp() throws Exception {
    Map<String, String> first = settings("wait-", 1);
    Map<String, String> second = settings("wait-", 2);
    Path snapshot = folder.resolve("snapshot");
    try (RunningEddy eddy = start(first)) {
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(24), 500, START_MS));
      awaitLearned(eddy, 500);
      new SnapshotTaker(load(first)).take(snapshot, Steps.UNSEEN);
      eddy.publisher().publishAndWait(ratings(new SplittableRandom(25), 300, START_MS + 1_000));
      CompletableFuture<Integer> waiting =
          CompletableFuture.supplyAsync(
              () -> run(new ImportCommand(), second, snapshot.toString(), "--wait"));
      await().atMost(RunningEddy.LIMIT).until(() -> isPrimed(eddy, 2));
      assertThat(waiting).isNotDone();
      try (RunningEddy again = start(second)) {
        assertThat(waiting.get(RunningEddy.LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(learned(again)).isEqualTo(800);
      }
    }
  }

  private static boolean isPrimed(RunningEddy eddy, int generation) {
    return eddy.engine().generations().list().stream()
        .filter(one -> one.generation() == generation)
        .anyMatch(
            one -> one.behind() == 300 && one.topics().stream().noneMatch(RollbackIT::isMark));
  }

  private static boolean isMark(String topic) {
    return topic.contains("priming");
  }

  private static String refusal(ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(CommandFailedException.class, call).getMessage();
  }

  /// Returns a time between what Kafka has taken in and what it takes in from now on.
  private static Instant nextMs() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Instant.now().isAfter(before.plusMillis(1)));
    return before.plusMillis(1);
  }

  private static long ofBots(RunningEddy eddy) {
    long[] sum = {0};
    for (PartitionView task : eddy.engine().tasks().all()) {
      task.forEachUser((id, count) -> sum[0] += id.startsWith("bot") ? count : 0);
    }
    return sum[0];
  }

  private static void assertSameRatings(RunningEddy one, RunningEddy other) throws Exception {
    for (int user = 0; user < USERS; user += 9) {
      String ask = "/v1/users/u" + user + "/ratings?n=100";
      assertThat(one.get(ask)).as(ask).isEqualTo(other.get(ask));
    }
  }

  private static int run(Object command, Map<String, String> settings, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    settings.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    return new CommandLine(command).execute(arguments.toArray(new String[0]));
  }
}
