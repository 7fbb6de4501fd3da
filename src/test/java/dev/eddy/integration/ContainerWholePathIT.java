package dev.eddy.integration;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/// The whole path on Kafka in a container. Where no container engine answers, the class is
/// skipped and says so; the same suite runs on the embedded broker in any case.
@Testcontainers(disabledWithoutDocker = true)
class ContainerWholePathIT extends WholePathContract {

  private final KafkaContainer kafka =
      new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion());

  @Override
  String startBroker() {
    kafka.start();
    return kafka.getBootstrapServers();
  }

  @Override
  void stopBroker() {
    kafka.stop();
  }
}
