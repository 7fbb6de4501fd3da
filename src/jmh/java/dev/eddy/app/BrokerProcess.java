package dev.eddy.app;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A broker in a process of its own, to be killed: `BrokerProcess FOLDER PORT CONTROLLER-PORT`.
final class BrokerProcess {

  private BrokerProcess() {}

  /// Runs a broker until the process ends.
  public static void main(String[] arguments) throws InterruptedException {
    int[] ports = {Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])};
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), ports)) {
      System.out.println("started " + kafka.bootstrapServers());
      new CountDownLatch(1).await();
    }
  }
}
