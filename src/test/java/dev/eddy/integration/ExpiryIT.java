package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.stream.learn.PartitionView;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that come and go, on a broker and across restarts: from the state on disk, and from the
/// changelogs alone.
class ExpiryIT {

  private static final long DAY = 86_400_000;
  private static final int OLD_USERS = 300;
  private static final int BUSY_USERS = 20;
  private static final int BUSY_ITEMS = 60;

  /// What one pass of the busy adds to what stands, the first time.
  private static final int BUSY = BUSY_USERS * BUSY_ITEMS;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "stream.partitions", "2",
          "learning.admit-item-after", "3",
          "learning.expire-user-after-days", "10",
          "learning.expire-item-after-days", "20");

  @TempDir Path folder;

  private static void busy(EventPublisher publisher, long timeMs) {
    for (int n = 0; n < BUSY; n++) {
      publisher.publish(
          Rating.of("busy" + n % BUSY_USERS, "b" + n / BUSY_USERS, 1 + n % 4, timeMs + n));
    }
    publisher.flush();
  }

  /// Lets time pass until something has happened; the same ratings given again change no count.
  private static long passUntil(RunningEddy eddy, long fromMs, BooleanSupplier happened) {
    long[] timeMs = {fromMs};
    await()
        .atMost(RunningEddy.LIMIT)
        .until(
            () -> {
              if (!happened.getAsBoolean()) {
                timeMs[0] += 3 * DAY;
                busy(eddy.publisher(), timeMs[0]);
              }
              return happened.getAsBoolean();
            });
    return timeMs[0];
  }

  private static long expired(RunningEddy eddy) {
    return eddy.engine().tasks().sum(PartitionView::expired);
  }

  @Test
  void shouldAgreeAcrossRestarts() {
    SharedKafka kafka = SharedKafka.namespace("expiry");
    long nowMs;
    try (RunningEddy eddy = RunningEddy.start(kafka, folder.resolve("a"), SETTINGS)) {
      for (int u = 0; u < OLD_USERS; u++) {
        eddy.publisher().publish(Rating.of("old" + u, "everybody's", 4, DAY));
        eddy.publisher().publish(Rating.of("old" + u, "own" + u, 4, DAY));
      }
      for (int u = 0; u < BUSY_USERS; u++) { // these stay; the item they rated will not
        eddy.publisher().publish(Rating.of("busy" + u, "once", 4, DAY));
      }
      busy(eddy.publisher(), DAY);
      eddy.awaitSums(2 * OLD_USERS + BUSY_USERS + BUSY);
      assertThat(eddy.engine().index().size())
          .as("rows: the busy, everybody's and once")
          .isEqualTo(BUSY_ITEMS + 2);
    }
    try (RunningEddy eddy = RunningEddy.start(kafka, folder.resolve("a"), SETTINGS)) {
      eddy.awaitSums(2 * OLD_USERS + BUSY_USERS + BUSY);
      nowMs = passUntil(eddy, 6 * DAY, () -> expired(eddy) >= 2 * OLD_USERS);
      assertThat(eddy.engine().tasks().of("old1").orElseThrow().find("old1")).isNull();
    }
    try (RunningEddy eddy = // on another disk
        RunningEddy.start(kafka, folder.resolve("b"), SETTINGS)) {
      eddy.awaitSums(2 * OLD_USERS + BUSY_USERS + BUSY - expired(eddy));
      assertThat(expired(eddy)).isGreaterThanOrEqualTo(2 * OLD_USERS);
      passUntil(
          eddy,
          nowMs,
          () -> {
            int once = eddy.engine().index().find("once");
            return once < 0 || eddy.engine().index().counted(once) == null;
          });
      eddy.awaitSums(BUSY);
    }
    try (RunningEddy eddy = RunningEddy.start(kafka, folder.resolve("c"), SETTINGS)) {
      eddy.awaitSums(BUSY);
      assertThat(expired(eddy)).isEqualTo(2 * OLD_USERS + BUSY_USERS);
      assertThat(eddy.engine().index().size()).isEqualTo(BUSY_ITEMS);
      assertThat(eddy.engine().tasks().of("busy1").orElseThrow().find("busy1").row().count())
          .isEqualTo(BUSY_ITEMS);
      assertThat(eddy.engine().tasks().of("old1").orElseThrow().find("old1")).isNull();
    }
  }
}
