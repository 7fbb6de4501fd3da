package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.fixture.WrittenCounts;
import dev.eddy.stream.record.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Instances that come and go under load, with standby replicas for each other: a standby becomes
/// the owner and an owner a standby, in the same stores.
class ElasticIT {

  private static final int PARTITIONS = 4;
  private static final int USERS = 400;
  private static final int PART = 8_000;

  @TempDir static Path folder;

  private static RunningEddy start(SharedKafka kafka, String name) {
    return RunningEddy.start(
        kafka,
        folder.resolve(name),
        Map.of(
            "stream.partitions", Integer.toString(PARTITIONS), "kafka.num.standby.replicas", "1"));
  }

  /// Publishes distinct pairs of user and item.
  private static void publish(EventPublisher publisher, int from, int to) {
    for (int n = from; n < to; n++) {
      publisher.publish(Rating.of("u" + n % USERS, "i" + n / USERS, 1 + n % 4, n));
    }
  }

  @Test
  void shouldCountEachRatingOnceWhileInstancesComeAndGo() {
    SharedKafka kafka = SharedKafka.namespace("elastic");
    try (RunningEddy first = start(kafka, "first")) {
      EventPublisher publisher = first.publisher();
      try (RunningEddy second = start(kafka, "second")) {
        publish(publisher, 0, PART);
        await()
            .atMost(RunningEddy.LIMIT)
            .until(() -> tasks(second) > 0 && tasks(first) + tasks(second) == PARTITIONS);
        awaitCounted(PART, first, second);
        publish(publisher, PART, 2 * PART);
      } // leaves in the middle of it
      awaitCounted(2 * PART, first);
      assertThat(tasks(first)).isEqualTo(PARTITIONS);
      try (RunningEddy second = start(kafka, "second")) { // back on the state that it left
        publish(publisher, 2 * PART, 3 * PART);
        await()
            .atMost(RunningEddy.LIMIT)
            .until(() -> tasks(second) > 0 && tasks(first) + tasks(second) == PARTITIONS);
        awaitCounted(3 * PART, first, second);
      }
      awaitCounted(3 * PART, first);
      await().atMost(RunningEddy.LIMIT).untilAsserted(() -> assertWatchedOnce(kafka));
    }
  }

  /// The monitors of drift are told of each rating and user once, wherever it was learned.
  private static void assertWatchedOnce(SharedKafka kafka) {
    WrittenCounts counts = WrittenCounts.read(kafka);
    assertThat(counts.learned()).isEqualTo(3 * PART);
    assertThat(counts.active()).isEqualTo(USERS);
    assertThat(counts.movers()).as("all ratings are of one window").isEqualTo(USERS);
  }

  private static int tasks(RunningEddy eddy) {
    return eddy.engine().tasks().all().size();
  }

  private static void awaitCounted(long expected, RunningEddy... running) {
    await()
        .atMost(RunningEddy.LIMIT)
        .untilAsserted(
            () -> {
              assertThat(sum(running, eddy -> eddy.count(Outcome.NEW))).isEqualTo(expected);
              assertThat(sum(running, RunningEddy::userSum)).isEqualTo(expected);
              for (RunningEddy eddy : running) {
                assertThat(eddy.engine().index().countSum()).isEqualTo(expected);
              }
            });
  }

  private static long sum(RunningEddy[] running, ToLongFunction<RunningEddy> of) {
    return Arrays.stream(running).mapToLong(of).sum();
  }
}
