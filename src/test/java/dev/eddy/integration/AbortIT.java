package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.Settings;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Exposure;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.fixture.WrittenCounts;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.kernel.VectorKernels;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.stream.Engine;
import dev.eddy.stream.learn.PartitionView;
import dev.eddy.stream.record.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transactions that are rolled back in the middle of learning. What was learned and not
/// committed is learned again, and counts once.
class AbortIT {

  private static final int RATINGS = 20_000;
  private static final int USERS = 400;

  @TempDir Path folder;

  /// Fails in the middle of reading a rating, at chosen records, each once.
  private static final class FailingClock extends Clock {
    private final Set<Integer> failAt;
    private final Supplier<RuntimeException> failure;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    FailingClock(Set<Integer> failAt, Supplier<RuntimeException> failure) {
      this.failAt = failAt;
      this.failure = failure;
    }

    @Override
    public Instant instant() {
      if (failAt.contains(asked.incrementAndGet())) {
        failed.incrementAndGet();
        throw failure.get();
      }
      return Instant.now();
    }

    @Override
    public long millis() {
      return instant().toEpochMilli();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCountOnceWhatIsLearnedTwice(boolean corrupted) {
    FailingClock clock =
        new FailingClock(
            Set.of(3_000, 17_000),
            () ->
                corrupted
                    ? new TaskCorruptedException(Set.of(new TaskId(0, 0)))
                    : new StreamsException("a failure on purpose"));
    SharedKafka kafka = SharedKafka.namespace("abort-" + corrupted);
    Settings settings =
        new SettingsLoader(Map.of())
            .load(
                Map.of(),
                null,
                Map.of(
                    "stream.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "stream.namespace",
                    kafka.names().namespace(),
                    "stream.state-dir",
                    folder.resolve("state").toString(),
                    "stream.partitions",
                    "1",
                    "stream.commit-interval-ms",
                    "100"));
    VectorKernels kernels = KernelChoice.AUTO.select();
    try (Engine engine =
            new Engine(
                settings.stream(),
                settings.drift(),
                settings.governor(),
                new CurrentBrakes(settings.serve().brakes()),
                new DotModel(LearningSettings.forScale(0.5, 5), kernels),
                kernels,
                new RatingReader(EventSettings.forScale(0.5, 5), clock),
                new SimpleMeterRegistry());
        EventPublisher publisher =
            new EventPublisher(kafka.bootstrapServers(), settings.stream().names(), Map.of())) {
      engine.start("127.0.0.1:1");
      for (int n = 0; n < RATINGS; n++) {
        publisher.publish(Rating.of("u" + n % USERS, item(n), 0.5 + n % 10 / 2.0, n));
        if (n % 20 == 0) {
          publisher.publish(
              list(n),
              loss -> {
                throw new AssertionError(loss);
              });
        }
      }
      publisher.flush();
      await()
          .dontCatchUncaughtExceptions() // of the threads that fail on purpose
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertCountedOnce(engine));
      await()
          .dontCatchUncaughtExceptions()
          .atMost(RunningEddy.LIMIT)
          .untilAsserted(() -> assertWatchedOnce(kafka, influence(engine)));
      assertThat(clock.failed).hasValue(2);
      assertThat(clock.asked).hasValueGreaterThan(RATINGS + 2);
    }
  }

  /// Returns a long id: what is counted of items does not fit one record then.
  private static String item(int n) {
    return "i%0200d".formatted(n % 997);
  }

  private static Exposure list(int n) {
    List<String> items = List.of(item(n), item(n + 1));
    return new Exposure("r" + n, "u" + n % USERS, items, "model", "", 1, n);
  }

  /// The monitors of drift are told of each rating, list and user once.
  private static void assertWatchedOnce(SharedKafka kafka, double influence) {
    WrittenCounts counts = WrittenCounts.read(kafka);
    assertThat(counts.learned()).isEqualTo(RATINGS);
    assertThat(counts.shown()).isEqualTo(2 * RATINGS / 20);
    assertThat(counts.active()).isEqualTo(USERS);
    assertThat(counts.movers()).as("all ratings are of one window").isEqualTo(USERS);
    assertThat(counts.moved()).isCloseTo(influence, within(1e-6 * influence));
  }

  private static double influence(Engine engine) {
    double[] sum = {0};
    for (PartitionView task : engine.tasks().all()) {
      task.forEachUser((id, count) -> sum[0] += task.find(id).row().snapshot().influence());
    }
    return sum[0];
  }

  private static void assertCountedOnce(Engine engine) {
    assertThat(engine.tasks().all()).hasSize(1);
    PartitionView task = engine.tasks().all().iterator().next();
    assertThat(task.count(Outcome.NEW)).isEqualTo(RATINGS);
    assertThat(task.score().n()).isEqualTo(RATINGS);
    long[] users = {0};
    task.forEachUser((id, count) -> users[0] += count);
    assertThat(users[0]).isEqualTo(RATINGS);
    assertThat(engine.index().countSum()).isEqualTo(RATINGS);
  }
}
