package dev.eddy.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.event.Rating;
import dev.eddy.fixture.MetricsPage;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/metrics.md` tells of every metric that a running instance exports, and of no other.
class MetricsDocIT {

  private static final Path PAGE = Path.of("docs/metrics.md");

  /// Kafka's measures come up with what is measured.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path folder;

  @Test
  void shouldTellOfEveryMetric() throws Exception {
    SharedKafka kafka = SharedKafka.namespace("metrics-doc");
    try (RunningEddy eddy =
        RunningEddy.start(
            kafka,
            folder.resolve("state"),
            Map.of("stream.partitions", "1", "challenger.generation", "2"))) {
      for (int n = 0; n < 500; n++) {
        eddy.publisher().publish(Rating.of("u" + n % 20, "i" + n % 30, 1 + n % 4, 1_000_000L + n));
      }
      eddy.publisher().flush();
      System.gc(); // so that there was a pause
      Path made = Path.of("target/metrics.md");
      String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                MetricsPage page =
                    MetricsPage.of(eddy.send(HttpRequest.newBuilder(eddy.uri("/metrics"))).body());
                assertThat(page.withoutMeaning()).isEmpty();
                Files.writeString(made, page.toMarkdown());
                assertThat(before)
                    .as("stale; made anew in %s, to be copied to %s", made, PAGE)
                    .isEqualTo(page.toMarkdown());
              });
    }
  }
}
