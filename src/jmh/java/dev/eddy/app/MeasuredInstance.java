package dev.eddy.app;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.fixture.BrokerProcess;
import dev.eddy.fixture.ServedEddy;
import dev.eddy.stream.record.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/// One instance in a process of its own and a broker in another, for a measurement; both and what
/// they wrote are gone when it is closed.
final class MeasuredInstance {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private MeasuredInstance() {}

  /// What is measured.
  @FunctionalInterface
  interface Measurement {

    void run(ServedEddy eddy, EventPublisher publisher) throws IOException, InterruptedException;
  }

  /// Measures an instance that is ready.
  ///
  /// @param settings of the instance, above two partitions
  static void with(Map<String, String> settings, Measurement measurement)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("eddy-measured");
    Map<String, String> values = new HashMap<>(Map.of("stream.partitions", "2"));
    values.putAll(settings);
    try (BrokerProcess broker = new BrokerProcess(folder)) {
      broker.start();
      try (ServedEddy eddy =
              new ServedEddy(
                  Files.createDirectory(folder.resolve("a")), broker.bootstrapServers(), values);
          EventPublisher publisher =
              new EventPublisher(broker.bootstrapServers(), new TopicNames("", 1), Map.of())) {
        eddy.start();
        Await.until(LIMIT, "the instance is ready", eddy::isReady);
        measurement.run(eddy, publisher);
      }
    } finally {
      Utils.delete(folder.toFile());
    }
  }
}
