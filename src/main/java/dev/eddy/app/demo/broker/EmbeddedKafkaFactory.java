package dev.eddy.app.demo.broker;

import dev.eddy.app.demo.DemoBroker;
import java.nio.file.Path;

/// Starts embedded brokers for the demo.
public final class EmbeddedKafkaFactory implements DemoBroker.Factory {

  @Override
  public DemoBroker start(Path folder) {
    return EmbeddedKafka.start(folder);
  }
}
