package dev.eddy.app;

/// The whole path on the broker that the demo embeds.
class WholePathIT extends WholePathContract {

  private EmbeddedKafka kafka;

  @Override
  String startBroker() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    return kafka.bootstrapServers();
  }

  @Override
  void stopBroker() {
    kafka.close();
  }
}
