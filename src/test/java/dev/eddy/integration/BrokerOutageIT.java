package dev.eddy.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eddy.app.demo.broker.EmbeddedKafka;
import dev.eddy.app.instance.Instance;
import dev.eddy.app.settings.SettingsLoader;
import dev.eddy.event.Rating;
import dev.eddy.fixture.RunningEddy;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that is not there yet, and one that goes away and comes back.
class BrokerOutageIT {

  @TempDir Path folder;

  @Test
  void shouldWaitForABrokerAndEndAtOnceWhenAskedTo() throws Exception {
    int[] ports = EmbeddedKafka.freePorts();
    Map<String, String> settings =
        Map.of(
            "stream.bootstrap-servers",
            "127.0.0.1:" + ports[0],
            "stream.state-dir",
            folder.resolve("state").toString(),
            "serve.port",
            "0",
            "serve.operations-port",
            "0");
    Instance instance = new Instance(new SettingsLoader(Map.of()).load(Map.of(), null, settings));
    CompletableFuture<Void> starting = CompletableFuture.runAsync(instance::start);
    RunningEddy eddy = RunningEddy.of(instance);
    assertThat(eddy.send(HttpRequest.newBuilder(eddy.uri("/health/live"))).statusCode())
        .isEqualTo(200);
    var notReady = eddy.send(HttpRequest.newBuilder(eddy.uri("/v1/users/u/recommendations")));
    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(starting).isNotDone();
    instance.close();
    assertThat(starting).succeedsWithin(RunningEddy.LIMIT);
  }

  @Test
  void shouldLoseNothingWhenTheBrokerRestarts() throws Exception {
    int[] ports = EmbeddedKafka.freePorts();
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), ports);
    try (RunningEddy eddy =
        RunningEddy.start(kafka.bootstrapServers(), folder.resolve("state"), Map.of())) {
      for (int user = 0; user < 100; user++) {
        eddy.publisher().publish(Rating.of("u" + user, "early", 4, 1));
      }
      eddy.publisher().flush();
      kafka.close();
      kafka = EmbeddedKafka.start(folder.resolve("kafka"), ports);
      for (int user = 0; user < 100; user++) {
        eddy.publisher().publish(Rating.of("u" + user, "late", 4, 1));
      }
      eddy.publisher().flush();
      eddy.awaitSums(200);
      await().until(() -> eddy.engine().readiness().isReady());
    } finally {
      kafka.close();
    }
  }
}
