package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.Rating;
import dev.eddy.fixture.DamagedFiles;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// State on disk that is damaged while nobody uses it.
class DamagedStateIT {

  private static final int RATINGS = 500;

  @TempDir Path folder;

  @Test
  void shouldRestoreFromKafkaWhatIsDamagedOnDisk() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("damaged");
    Path state = folder.resolve("state");
    try (RunningEddy eddy = RunningEddy.start(kafka, state, Map.of())) {
      rate(eddy, "early");
      eddy.awaitSums(RATINGS);
    }
    assertThat(DamagedFiles.damage(state)).as("damaged files").isPositive();
    try (RunningEddy eddy = RunningEddy.start(kafka, state, Map.of())) {
      rate(eddy, "late");
      eddy.awaitSums(2 * RATINGS);
    }
  }

  private static void rate(RunningEddy eddy, String item) {
    for (int user = 0; user < RATINGS; user++) {
      eddy.publisher().publish(Rating.of("u" + user, item, 4, 1));
    }
    eddy.publisher().flush();
  }
}
