package dev.eddy.integration;

import dev.eddy.fixture.SharedKafka;
import java.util.Map;

/// The whole path on the broker that the demo embeds.
class WholePathIT extends WholePathContract {

  private final SharedKafka kafka = SharedKafka.namespace("whole-path");

  @Override
  String startBroker() {
    return kafka.bootstrapServers();
  }

  @Override
  Map<String, String> settings() {
    return kafka.settings();
  }

  @Override
  void stopBroker() {} // others use it
}
