package dev.eddy.app.snapshot;

import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.stream.Generations;
import dev.eddy.stream.StreamSettings;

/// Asks Kafka about generations from a process that learns none.
public final class GenerationsClient implements AutoCloseable {

  private final KafkaClients kafka;
  private final Generations generations;

  /// Connects.
  ///
  /// @throws CommandFailedException if the settings do not name a broker that can be looked up
  public GenerationsClient(StreamSettings settings) {
    kafka = new KafkaClients(settings);
    generations = new Generations(kafka::admin, settings.names());
  }

  /// Returns the generations.
  public Generations generations() {
    return generations;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
