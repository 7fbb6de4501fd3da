package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.event.Rating;
import dev.eddy.fixture.BuiltEddy;
import dev.eddy.fixture.RunningEddy;
import dev.eddy.fixture.SharedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built `eddy serve`, asked to stop as an orchestrator does, in the middle of its work.
class StopIT {

  private static final int RATINGS = 40_000;
  private static final int USERS = 300;

  /// What is promised, and what it takes a process to end.
  private static final Duration LIMIT = Duration.ofSeconds(12);

  @TempDir static Path folder;

  @Test
  void shouldCommitAndHandOverWhenItIsAskedToStop() throws Exception {
    Path state = folder.resolve("state");
    SharedKafka kafka = SharedKafka.namespace("stop");
    try (BuiltEddy serve =
            new BuiltEddy(
                folder,
                "serve",
                "--set=stream.bootstrap-servers=" + kafka.bootstrapServers(),
                "--set=stream.namespace=" + kafka.names().namespace(),
                "--set=stream.state-dir=" + state,
                "--set=stream.partitions=2",
                "--set=serve.port=0",
                "--set=serve.operations-port=0");
        EventPublisher publisher =
            new EventPublisher(kafka.bootstrapServers(), kafka.names(), Map.of())) {
      URI ready = URI.create(serve.awaitErr("Operations listen on (\\S+)") + "health/ready");
      await().atMost(RunningEddy.LIMIT).until(() -> status(ready) == 200);
      for (int n = 0; n < RATINGS; n++) {
        publisher.publish(Rating.of("u" + n % USERS, "i" + n / USERS, 1 + n % 4, n));
      }
      publisher.flush();
      long startNs = System.nanoTime();
      serve.interrupt();
      assertThat(serve.await()).isEqualTo(128 + 15);
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
      assertThat(serve.err()).contains("everything it learned is committed");
    }
    assertThat(members(kafka)).as("members of the group that it has left").isZero();
    try (RunningEddy next = RunningEddy.start(kafka, state, Map.of())) {
      next.awaitSums(RATINGS);
    }
  }

  private static int status(URI uri) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int members(SharedKafka kafka) throws Exception {
    String group = kafka.names().applicationId();
    try (Admin admin =
        Admin.create(
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get()
          .members()
          .size();
    }
  }
}
