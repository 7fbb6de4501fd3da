package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.fixture.ServedEddy;
import dev.eddy.fixture.SharedKafka;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many ratings through the built program with the heap that is shipped, as
/// `load-tests/run scale` measures them with more: within bounded memory, nothing is lost, and the
/// model learns.
@Tag("thorough")
class ScaleIT {

  private static final int RATINGS = 600_000;
  private static final int USERS = 60_000;
  private static final int ITEMS = 20_000;

  /// The heap of 1 GiB, RocksDB's bound, the virtual machine's own and Kafka's buffers.
  private static final int MOST_RSS_MB = 1800;

  private static final Duration LIMIT = Duration.ofMinutes(6);

  @TempDir Path folder;

  @Test
  void shouldLearnInOneGibibyte() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("scale");
    try (ServedEddy eddy =
            new ServedEddy(
                Files.createDirectory(folder.resolve("eddy")),
                kafka.bootstrapServers(),
                Map.of("stream.partitions", "1", "stream.namespace", kafka.names().namespace()));
        EventPublisher publisher =
            new EventPublisher(kafka.bootstrapServers(), kafka.names(), Map.of())) {
      eddy.start();
      await().atMost(LIMIT).until(eddy::isReady);
      new World(new WorldSettings(USERS, ITEMS, RATINGS, 1))
          .play(
              (rating, expected) -> {
                publisher.publish(rating);
                return true;
              });
      publisher.flush();
      await().atMost(LIMIT).until(() -> eddy.outcomes() >= RATINGS / 2);
      ServedEddy.Score half = eddy.score();
      await().atMost(LIMIT).until(() -> eddy.outcomes() == RATINGS);
      long accepted = eddy.outcome("new");
      await().atMost(LIMIT).until(() -> eddy.itemCountSum() == accepted);
      assertThat(eddy.userCountSum()).isEqualTo(accepted);
      assertThat(accepted).isEqualTo(RATINGS);
      assertThat(eddy.score().rmseSince(half)).isLessThan(half.rmse());
      assertThat(eddy.peakRssMb()).isLessThan(MOST_RSS_MB);
    }
  }
}
