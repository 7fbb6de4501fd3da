package dev.eddy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs an instance on a real Kafka.
@Command(
    name = "serve",
    description = "Learns from and answers over HTTP on a real Kafka, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Override
  @SuppressWarnings("try") // a signal may come while the stream still starts, and must end that
  public Integer call() throws InterruptedException {
    Settings settings = config.load(Map.of());
    CountDownLatch stop = new CountDownLatch(1);
    try (Instance instance = new Instance(settings)) {
      Shutdown.onSignal(
          () -> {
            stop.countDown();
            instance.close();
          });
      System.err.printf(
          "Eddy answers on http://%s:%d/%n", settings.serve().host(), instance.port());
      instance.onFailure(stop::countDown);
      ConfigOptions.start(instance);
      stop.await();
      instance.throwIfFailed();
    }
    return 0;
  }
}
